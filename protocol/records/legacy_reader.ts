/** Reads the records of messages of magic 0 and 1, plain or in a compressed wrapper. */
import { codecId } from "./attributes.ts";
import { LOG_OVERHEAD_BYTES } from "./batch_header.ts";
import { codecById } from "./compression/codec.ts";
import { CorruptRecordError, InvalidRecordError } from "./errors.ts";
import { readInt32, readInt64 } from "./int.ts";
import {
  LEGACY_FIELD,
  legacyAttributes,
  legacyKeyPosition,
  legacyTimestamp,
  legacyTimestampType,
  MIN_MESSAGE_BYTES_V0,
} from "./legacy_message.ts";
import { DEFAULT_MAX_DECOMPRESSED_BYTES, type LogRecord, type ReadOptions } from "./record.ts";

/** zstd came with magic 2. */
const ZSTD = 4;

/**
 * The records of the entry of `size` bytes at `position`: one for a plain message, any number for a wrapper.
 *
 * @throws {CorruptRecordError} If a message in a wrapper is smaller than any can be.
 * @throws {InvalidRecordError} If fields go beyond the message, or a wrapper holds none, or another wrapper.
 * @throws {UnknownCompressionTypeError | DecompressionError | DecompressedTooLargeError}
 */
export function readLegacyRecords(
  bytes: Uint8Array,
  position: number,
  size: number,
  options: ReadOptions = {},
): LogRecord[] {
  const message = readMessage(bytes, position, size);
  const codec = codecById(message.codecId);
  if (codec.id === 0) {
    const { offset, timestamp, key, value } = message;
    return [{ offset, timestamp, key, value, headers: [] }];
  }
  if (codec.id === ZSTD) {
    throw new InvalidRecordError(`zstd in a message of magic ${message.magic}`, { position });
  }
  if (message.value === null) {
    throw new InvalidRecordError("A compressed message set that is null", { position });
  }
  const inner = codec.decompress(message.value, {
    maxBytes: options.maxDecompressedBytes ?? DEFAULT_MAX_DECOMPRESSED_BYTES,
    magic: message.magic,
  });
  const messages = readInnerMessages(inner);
  if (messages.length === 0) {
    throw new InvalidRecordError("A compressed message set without messages", { position });
  }
  const base = innerBaseOffset(message, messages[messages.length - 1].offset, position);
  const logAppendTime = legacyTimestampType(bytes, position) === "LogAppendTime"
    ? message.timestamp
    : null;
  return messages.map(({ offset, timestamp, key, value }) => ({
    offset: BigInt.asIntN(64, base + offset),
    timestamp: logAppendTime ?? timestamp,
    key,
    value,
    headers: [],
  }));
}

interface Message {
  readonly magic: number;
  readonly offset: bigint;
  readonly timestamp: bigint;
  readonly codecId: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

function readMessage(bytes: Uint8Array, position: number, size: number): Message {
  const end = position + size;
  const keyAt = legacyKeyPosition(bytes, position);
  const keyEnd = fieldEnd(bytes, keyAt, end);
  const valueEnd = fieldEnd(bytes, keyEnd, end);
  return {
    magic: bytes[position + LEGACY_FIELD.magic],
    offset: readInt64(bytes, position),
    timestamp: legacyTimestamp(bytes, position),
    codecId: codecId(legacyAttributes(bytes, position)),
    key: field(bytes, keyAt, keyEnd),
    value: field(bytes, keyEnd, valueEnd),
  };
}

/** Where the field whose length stands at `at` ends. Every negative length is null. Rests after the value are ignored. */
function fieldEnd(bytes: Uint8Array, at: number, end: number): number {
  if (at + 4 > end) throw new InvalidRecordError("A message is cut off", { position: at });
  const length = Math.max(readInt32(bytes, at), 0);
  if (length > end - at - 4) {
    throw new InvalidRecordError(`${length} bytes where ${end - at - 4} are left`, {
      position: at,
    });
  }
  return at + 4 + length;
}

function field(bytes: Uint8Array, at: number, end: number): Uint8Array | null {
  return readInt32(bytes, at) < 0 ? null : bytes.subarray(at + 4, end);
}

/** Messages of a decompressed set. A cut-off last one does not count. */
function readInnerMessages(bytes: Uint8Array): Message[] {
  const messages: Message[] = [];
  let at = 0;
  while (at + LOG_OVERHEAD_BYTES <= bytes.length) {
    const size = readInt32(bytes, at + 8);
    if (size < MIN_MESSAGE_BYTES_V0) {
      throw new CorruptRecordError(`A message of ${size} bytes`, {
        position: at,
        recordIndex: messages.length,
      });
    }
    const next = at + LOG_OVERHEAD_BYTES + size;
    if (next > bytes.length) break;
    const message = readMessage(bytes, at, LOG_OVERHEAD_BYTES + size);
    if (message.codecId !== 0) {
      throw new InvalidRecordError("A compressed message inside a compressed message", {
        position: at,
        recordIndex: messages.length,
      });
    }
    messages.push(message);
    at = next;
  }
  return messages;
}

/** What is added to inner offsets: nothing in magic 0; in magic 1 they count from the first, and the wrapper has the last. */
function innerBaseOffset(wrapper: Message, lastInner: bigint, position: number): bigint {
  if (wrapper.magic === 0) return 0n;
  // Some old producers leave 0 in the wrapper.
  if (wrapper.offset === 0n) return 0n;
  const base = wrapper.offset - lastInner;
  if (base < 0n) {
    throw new InvalidRecordError(
      `A wrapper with offset ${wrapper.offset} around messages up to ${lastInner}`,
      { position },
    );
  }
  return base;
}
