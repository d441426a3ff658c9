import type { Disk } from "../runtime/runtime.ts";

/** The name of a partition's directory in a log directory; null where there is none. */
export async function findPartition(disk: Disk, logDirectory: string): Promise<string | null> {
  if (!await disk.exists(logDirectory)) return null;
  const found = (await disk.list(logDirectory))
    .find(({ name, kind }) => kind === "directory" && /-\d+$/.test(name));
  return found?.name ?? null;
}
