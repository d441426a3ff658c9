/** `<offset>.snapshot`: the producers of a partition as of an offset (storage spec 3.7). */
import { crc32c } from "../protocol/records/crc32c.ts";
import {
  readInt16,
  readInt32,
  readInt64,
  readInt64AsNumber,
  readUint32,
  writeInt16,
  writeInt32,
  writeInt64,
} from "../protocol/records/int.ts";
import { CorruptFileError } from "./errors.ts";
import { ProducerEntry } from "./producer_entry.ts";

const VERSION = 1;
const HEADER_BYTES = 10;
/** The checksum covers everything from here on. */
const CHECKED_FROM = 6;
const ENTRY_BYTES = 46;

/** The file's bytes. Only the last batch of each producer is kept, as in Kafka. */
export function encodeProducerSnapshot(entries: readonly ProducerEntry[]): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + entries.length * ENTRY_BYTES);
  writeInt16(bytes, 0, VERSION);
  writeInt32(bytes, CHECKED_FROM, entries.length);
  let at = HEADER_BYTES;
  for (const entry of entries) {
    writeEntry(bytes, at, entry);
    at += ENTRY_BYTES;
  }
  writeInt32(bytes, 2, crc32c(bytes, CHECKED_FROM));
  return bytes;
}

/**
 * The producers in a snapshot file.
 *
 * @throws {CorruptFileError} If version, checksum or length are wrong.
 */
export function decodeProducerSnapshot(path: string, bytes: Uint8Array): ProducerEntry[] {
  if (bytes.length < HEADER_BYTES) throw new CorruptFileError(path, `${bytes.length} bytes only`);
  const version = readInt16(bytes, 0);
  if (version !== VERSION) throw new CorruptFileError(path, `Unknown version ${version}`);
  if (readUint32(bytes, 2) !== crc32c(bytes, CHECKED_FROM)) {
    throw new CorruptFileError(path, "Wrong checksum");
  }
  const count = readInt32(bytes, CHECKED_FROM);
  if (count < 0 || HEADER_BYTES + count * ENTRY_BYTES > bytes.length) {
    throw new CorruptFileError(path, `${count} producers do not fit`);
  }
  return Array.from({ length: count }, (_, i) => readEntry(bytes, HEADER_BYTES + i * ENTRY_BYTES));
}

function writeEntry(bytes: Uint8Array, at: number, entry: ProducerEntry): void {
  const last = entry.lastBatch;
  writeInt64(bytes, at, entry.producerId);
  writeInt16(bytes, at + 8, entry.epoch);
  writeInt32(bytes, at + 10, last?.lastSequence ?? -1);
  writeInt64(bytes, at + 14, BigInt(last?.lastOffset ?? -1));
  writeInt32(bytes, at + 22, last?.offsetDelta ?? 0);
  writeInt64(bytes, at + 26, int64Of(entry.lastTimestampMs));
  writeInt32(bytes, at + 34, entry.coordinatorEpoch);
  writeInt64(bytes, at + 38, BigInt(entry.transactionFirstOffset));
}

function readEntry(bytes: Uint8Array, at: number): ProducerEntry {
  const entry = new ProducerEntry(readInt64(bytes, at));
  const lastOffset = readInt64AsNumber(bytes, at + 14);
  const timestampMs = readInt64AsNumber(bytes, at + 26);
  entry.epoch = readInt16(bytes, at + 8);
  if (lastOffset >= 0) {
    entry.remember(readInt32(bytes, at + 10), lastOffset, readInt32(bytes, at + 22), timestampMs);
  }
  entry.lastTimestampMs = timestampMs;
  entry.coordinatorEpoch = readInt32(bytes, at + 34);
  entry.transactionFirstOffset = readInt64AsNumber(bytes, at + 38);
  return entry;
}

/** Clients may send any timestamp; the largest as a number is one more than an int64 can be. */
function int64Of(value: number): bigint {
  return value >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(value);
}
