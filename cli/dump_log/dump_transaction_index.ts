/** `.txnindex`: the aborted transactions. */
import { readInt64 } from "../../protocol/records/int.ts";
import { CorruptFileError } from "../../storage/errors.ts";
import type { DumpContext } from "./dump_context.ts";

const ENTRY_BYTES = 34;

/**
 * @throws {RuntimeError} If the file can't be read.
 * @throws {CorruptFileError} If a version is unknown.
 */
export async function dumpTransactionIndex(
  { disk, output }: DumpContext,
  path: string,
): Promise<void> {
  const bytes = await disk.readFile(path);
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    // Kafka looks at the first byte of the version alone.
    const version = bytes[at];
    if (version !== 0) throw new CorruptFileError(path, `Unknown version ${version}`);
    output.line(
      `version: ${version} producerId: ${readInt64(bytes, at + 2)} ` +
        `firstOffset: ${readInt64(bytes, at + 10)} lastOffset: ${readInt64(bytes, at + 18)} ` +
        `lastStableOffset: ${readInt64(bytes, at + 26)}`,
    );
  }
}
