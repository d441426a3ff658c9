import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  anyCodecId,
  anyIsControl,
  anyLastOffset,
  anyMaxTimestamp,
  anyPartitionLeaderEpoch,
  anyProducerId,
  anyTimestampType,
  isLegacy,
} from "../../../protocol/records/any_batch.ts";
import { compressGzip } from "../../../protocol/records/compression/gzip.ts";
import { CorruptRecordError, InvalidRecordError } from "../../../protocol/records/errors.ts";
import { writeInt32, writeInt64 } from "../../../protocol/records/int.ts";
import {
  type LegacyMagic,
  type LegacyOptions,
  writeMessageSet,
} from "../../../protocol/records/legacy_writer.ts";
import { readRecords } from "../../../protocol/records/record_reader.ts";
import { validateBatch } from "../../../protocol/records/validate_batch.ts";

const RECORDS = [10n, 12n, 15n].map((offset) => ({
  offset,
  timestamp: offset * 1000n,
  key: null,
  value: new Uint8Array([Number(offset)]),
}));

function offsets(set: Uint8Array): bigint[] {
  return readRecords(set).map((record) => record.offset);
}

Deno.test("writeMessageSet's wrappers read back, in both magics and with every codec", () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 200 }));
  fc.assert(fc.property(
    fc.array(fc.tuple(bytes, bytes, fc.nat(50)), { minLength: 1, maxLength: 10 }),
    fc.constantFrom<LegacyMagic>(0, 1),
    fc.constantFrom<"gzip" | "snappy" | "lz4">("gzip", "snappy", "lz4"),
    (input, magic, compression) => {
      let offset = 100n;
      const records = input.map(([key, value, gap]) => {
        offset += BigInt(gap) + 1n;
        return { offset, timestamp: magic === 0 ? -1n : offset, key, value };
      });
      const set = writeMessageSet(records, { magic, compression });
      validateBatch(set, 0, set.length);
      assertEquals(readRecords(set), records.map((record) => ({ ...record, headers: [] })));
      assertEquals(anyLastOffset(set, 0), offset);
    },
  ));
});

Deno.test("a wrapper of magic 1 with offset 0 counts from 0, one below its last message is refused", () => {
  const set = writeMessageSet(RECORDS, { magic: 1, compression: "gzip" });
  assertEquals(offsets(set), [10n, 12n, 15n]);
  writeInt64(set, 0, 0n);
  assertEquals(offsets(set), [0n, 2n, 5n]);
  writeInt64(set, 0, 5n);
  assertEquals(offsets(set), [0n, 2n, 5n]);
  writeInt64(set, 0, 4n);
  assertThrows(() => offsets(set), InvalidRecordError);
});

Deno.test("a wrapper with LogAppendTime gives its timestamp to every message", () => {
  const set = writeMessageSet(RECORDS, { magic: 1, compression: "lz4", logAppendTime: 77n });
  assertEquals(readRecords(set).map((record) => record.timestamp), [77n, 77n, 77n]);
  assertEquals(anyTimestampType(set, 0), "LogAppendTime");
});

Deno.test("a wrapper around a message of impossible size is corrupt", () => {
  const inner = writeMessageSet(RECORDS.slice(0, 1), { magic: 0 });
  writeInt32(inner, 8, 13);
  const wrapped: LegacyOptions = { magic: 0 };
  const set = writeMessageSet([{ ...RECORDS[0], value: compressGzip(inner) }], wrapped);
  set[17] = 1;
  assertThrows(() => readRecords(set), CorruptRecordError);
});

Deno.test("questions about any batch have an answer for magic 0 and 1", () => {
  const v0 = writeMessageSet(RECORDS.slice(0, 1), { magic: 0 });
  const v1 = writeMessageSet(RECORDS, { magic: 1, compression: "snappy" });
  assertEquals([isLegacy(v0, 0), isLegacy(v1, 0)], [true, true]);
  assertEquals([anyMaxTimestamp(v0, 0), anyMaxTimestamp(v1, 0)], [-1n, 15000n]);
  assertEquals([anyTimestampType(v0, 0), anyTimestampType(v1, 0)], [null, "CreateTime"]);
  assertEquals([anyCodecId(v0, 0), anyCodecId(v1, 0)], [0, 2]);
  assertEquals([anyPartitionLeaderEpoch(v1, 0), anyProducerId(v1, 0)], [-1, -1n]);
  assertEquals(anyIsControl(v1, 0), false);
  assertEquals([anyLastOffset(v0, 0), anyLastOffset(v1, 0)], [10n, 15n]);
});

Deno.test("writeMessageSet refuses no records", () => {
  assertThrows(() => writeMessageSet([], { magic: 1 }), RangeError);
});
