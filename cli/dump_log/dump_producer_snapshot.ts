/** `.snapshot`: the producers of a partition. */
import { CorruptFileError } from "../../storage/errors.ts";
import { firstSequenceOf, type ProducerEntry } from "../../storage/producer_entry.ts";
import { decodeProducerSnapshot } from "../../storage/producer_snapshot.ts";
import { optionalLong } from "./batch_line.ts";
import type { DumpContext } from "./dump_context.ts";

/** @throws {RuntimeError} If the file can't be read. What is wrong in it is told. */
export async function dumpProducerSnapshot(
  { disk, output }: DumpContext,
  path: string,
): Promise<void> {
  const bytes = await disk.readFile(path);
  try {
    for (const entry of decodeProducerSnapshot(path, bytes)) output.line(lineOf(entry));
  } catch (error) {
    if (!(error instanceof CorruptFileError)) throw error;
    output.errorLine(error.message);
  }
}

function lineOf(entry: ProducerEntry): string {
  const start = entry.transactionFirstOffset;
  const line = `producerId: ${entry.producerId} producerEpoch: ${entry.epoch} ` +
    `coordinatorEpoch: ${entry.coordinatorEpoch} ` +
    `currentTxnFirstOffset: ${optionalLong(start < 0 ? null : BigInt(start))} ` +
    `lastTimestamp: ${entry.lastTimestampMs} `;
  const last = entry.lastBatch;
  if (last === undefined) return line;
  return line + `firstSequence: ${firstSequenceOf(last)} lastSequence: ${last.lastSequence} ` +
    `lastOffset: ${last.lastOffset} offsetDelta: ${last.offsetDelta} ` +
    `timestamp: ${last.timestampMs}`;
}
