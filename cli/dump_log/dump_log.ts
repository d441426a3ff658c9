/** A segment, or a snapshot of the metadata log: its batches, and the records in them. */
import { parseSnapshotFileName } from "../../metadata/snapshot/snapshot_names.ts";
import { CorruptRecordError } from "../../protocol/records/errors.ts";
import * as header from "../../protocol/records/batch_header.ts";
import type { BatchScanner } from "../../storage/batch_scanner.ts";
import type { DumpContext } from "./dump_context.ts";
import { LogFile } from "./log_file.ts";
import { batchLine } from "./batch_line.ts";
import { recordLines } from "./record_lines.ts";
import { baseName, offsetOfFile } from "./file_names.ts";

const BOOTSTRAP_FILE = "bootstrap.checkpoint";
/** `--max-bytes` that limits nothing: Kafka looks for what is left at the end only then. */
const NO_LIMIT = 2147483647;

/**
 * @throws {RuntimeError} If the file can't be read.
 * @throws {RecordError} Where Kafka would not get past the bytes either.
 */
export async function dumpLog(context: DumpContext, path: string): Promise<void> {
  const { disk, output, options, progress } = context;
  output.line(firstLine(path));
  const log = new LogFile(disk, path);
  try {
    const { maxBytes } = options;
    progress.next({
      what: `Reading ${baseName(path)}`,
      total: Math.min(log.sizeBytes, maxBytes),
      unit: "bytes",
    });
    const batches = log.batches(0, maxBytes);
    let lastOffset = -1n;
    while (await batches.next()) {
      lastOffset = dumpBatch(context, path, batches, lastOffset);
      progress.done = batches.position + batches.size;
    }
    if (batches.partialBytes > 0 && maxBytes === NO_LIMIT) {
      output.line(
        `Found ${batches.partialBytes} invalid bytes at the end of ${baseName(path)}`,
      );
    }
  } finally {
    log.close();
  }
}

function firstLine(path: string): string {
  const name = baseName(path);
  if (name.endsWith(".log")) return `Log starting offset: ${offsetOfFile(path)}`;
  if (name === BOOTSTRAP_FILE) return "KRaft bootstrap snapshot";
  const id = parseSnapshotFileName(name);
  if (id === null) throw new CorruptRecordError(`${path} does not have the name of a snapshot`);
  return `Snapshot end offset: ${id.endOffset}, epoch: ${id.epoch}`;
}

/** @returns The offset of the last record so far. */
function dumpBatch(
  context: DumpContext,
  path: string,
  batches: BatchScanner,
  lastOffset: bigint,
): bigint {
  const { bytes, at, size, position } = batches;
  const smallest = header.magic(bytes, at) < 2 ? 0 : header.HEADER_BYTES;
  if (size < smallest) {
    throw new CorruptRecordError(`A batch of ${size} bytes at byte ${position} of ${path}`);
  }
  const { output, options, findings } = context;
  output.line(batchLine(bytes, at, size, position));
  if (!options.isDeep) return lastOffset;
  for (const { offset, text } of recordLines(bytes, at, size, options)) {
    if (offset !== lastOffset + 1n) findings.gap(path, lastOffset, offset);
    lastOffset = offset;
    output.line(text);
  }
  return lastOffset;
}
