/** The life of a console consumer: it prints until there is a reason to end, one of them a signal, and says how much. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { endSignal } from "../signals.ts";
import type { RecordPrinter } from "./print_records.ts";

/** How long brokers that don't answer may hold up the end. */
const GRACE_MS = 3000;

export interface Printing {
  readonly cluster: ClusterClient;
  readonly printer: RecordPrinter;
  /** Leaves the group, keeps offsets. */
  readonly closeSource: () => Promise<void>;
  /** `--enable-systest-events`: a line on standard output when all is closed. */
  readonly announcesEnd: boolean;
}

/** @returns The exit code. @throws {DeserializationError} Where a record can't be printed. */
export async function printUntilTold(
  runtime: Runtime,
  output: ToolOutput,
  { cluster, printer, closeSource, announcesEnd }: Printing,
): Promise<number> {
  let exitCode = 0;
  const told = endSignal(runtime.process).then(async (code) => {
    exitCode = code;
    printer.stop();
    await runtime.clock.sleep(GRACE_MS);
  });
  try {
    await Promise.race([printer.run(), told]);
  } finally {
    await Promise.race([closeSource().catch(() => {}), runtime.clock.sleep(GRACE_MS)]);
    cluster.close();
    if (announcesEnd) writeQuietly(output, "shutdown_complete");
    output.errorLine(`Processed a total of ${printer.count} messages`);
  }
  return exitCode;
}

function writeQuietly(output: ToolOutput, line: string): void {
  try {
    output.line(line);
  } catch {
    // Then nobody misses it.
  }
}
