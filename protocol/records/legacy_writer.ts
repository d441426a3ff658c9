/** Writes messages of magic 0 and 1: for format conversion and tests. */
import { concatenate } from "../concatenate.ts";
import { encodeAttributes } from "./attributes.ts";
import { LOG_OVERHEAD_BYTES } from "./batch_header.ts";
import { codecByName, type CompressionName } from "./compression/codec.ts";
import { crc32 } from "./crc32.ts";
import { writeInt32, writeInt64 } from "./int.ts";
import { LEGACY_FIELD } from "./legacy_message.ts";
import type { LogRecord } from "./record.ts";

export type LegacyMagic = 0 | 1;

export interface LegacyOptions {
  readonly magic: LegacyMagic;
  /** Puts all messages into one wrapper. */
  readonly compression?: Exclude<CompressionName, "zstd">;
  readonly level?: number;
  /** Marks messages (or the wrapper) with LogAppendTime, of this time. Magic 1. */
  readonly logAppendTime?: bigint;
}

/** A record without headers, which these magics can't hold. */
export type LegacyRecord = Omit<LogRecord, "headers">;

/**
 * A message set of `records`, whose offsets ascend.
 *
 * @throws {RangeError} If there are none.
 */
export function writeMessageSet(
  records: readonly LegacyRecord[],
  options: LegacyOptions,
): Uint8Array {
  if (records.length === 0) throw new RangeError("A message set needs a record");
  const { magic, logAppendTime } = options;
  const stamp = { logAppendTime: magic === 0 ? undefined : logAppendTime };
  const codec = codecByName(options.compression ?? "none")!;
  if (codec.id === 0) return concatenate(records.map((it) => message(magic, it, 0, stamp)));
  // Inside a wrapper of magic 1 offsets count from the first record.
  const base = magic === 0 ? 0n : records[0].offset;
  const inner = records.map((it) => message(magic, { ...it, offset: it.offset - base }, 0, stamp));
  const last = records[records.length - 1];
  const timestamp = records.reduce((max, it) => it.timestamp > max ? it.timestamp : max, -1n);
  const value = codec.compress(concatenate(inner), { level: options.level, magic });
  return message(magic, { offset: last.offset, timestamp, key: null, value }, codec.id, stamp);
}

function message(
  magic: LegacyMagic,
  record: LegacyRecord,
  codecId: number,
  stamp: { readonly logAppendTime: bigint | undefined },
): Uint8Array {
  const { key, value } = record;
  const keyAt = magic === 0 ? 18 : 26;
  const size = keyAt + 8 + (key?.length ?? 0) + (value?.length ?? 0);
  const bytes = new Uint8Array(size);
  writeInt64(bytes, 0, record.offset);
  writeInt32(bytes, 8, size - LOG_OVERHEAD_BYTES);
  bytes[LEGACY_FIELD.magic] = magic;
  bytes[LEGACY_FIELD.attributes] = encodeAttributes({
    codecId,
    timestampType: stamp.logAppendTime === undefined ? "CreateTime" : "LogAppendTime",
  });
  if (magic === 1) {
    writeInt64(bytes, LEGACY_FIELD.timestamp, stamp.logAppendTime ?? record.timestamp);
  }
  writeField(bytes, writeField(bytes, keyAt, key), value);
  writeInt32(bytes, LEGACY_FIELD.crc, crc32(bytes, LEGACY_FIELD.magic));
  return bytes;
}

function writeField(bytes: Uint8Array, at: number, value: Uint8Array | null): number {
  writeInt32(bytes, at, value === null ? -1 : value.length);
  if (value === null) return at + 4;
  bytes.set(value, at + 4);
  return at + 4 + value.length;
}
