/** `.kafka_cleanshutdown`: everything in the log directory was written and closed in order (storage spec 1.1, 5.4). */
import type { Disk } from "../../runtime/runtime.ts";
import { readTextFile } from "../atomic_file.ts";

const NAME = ".kafka_cleanshutdown";

/** What the last stop of a log directory left. */
export interface LastStop {
  readonly clean: boolean;
  /** Broker epoch of the run that ended there; -1n unknown. */
  readonly brokerEpoch: bigint;
}

export async function readCleanShutdown(disk: Disk, directory: string): Promise<LastStop> {
  const text = await readTextFile(disk, `${directory}/${NAME}`);
  if (text === null) return { clean: false, brokerEpoch: -1n };
  const epoch = /"brokerEpoch"\s*:\s*(-?\d+)/.exec(text);
  return { clean: true, brokerEpoch: epoch === null ? -1n : BigInt(epoch[1]) };
}

/** From now on a crash counts as one. */
export async function removeCleanShutdown(disk: Disk, directory: string): Promise<void> {
  const path = `${directory}/${NAME}`;
  if (!await disk.exists(path)) return;
  await disk.remove(path);
  await disk.syncDirectory(directory);
}

export async function writeCleanShutdown(
  disk: Disk,
  directory: string,
  brokerEpoch: bigint,
): Promise<void> {
  const file = disk.open(`${directory}/${NAME}`, {
    create: "if-missing",
    write: true,
    truncate: true,
  });
  try {
    file.writeSync(new TextEncoder().encode(`{"version":0,"brokerEpoch":${brokerEpoch}}`), 0);
    await file.sync();
  } finally {
    file.close();
  }
  await disk.syncDirectory(directory);
}
