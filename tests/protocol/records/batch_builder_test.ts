import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { BatchBuilder, type BatchOptions } from "../../../protocol/records/batch_builder.ts";
import * as header from "../../../protocol/records/batch_header.ts";
import type { CompressionName } from "../../../protocol/records/compression/codec.ts";
import { RecordCursor } from "../../../protocol/records/record_cursor.ts";
import { readRecords } from "../../../protocol/records/record_reader.ts";
import { recordSizeUpperBound } from "../../../protocol/records/record_writer.ts";
import { validateBatch } from "../../../protocol/records/validate_batch.ts";
import { hexOf } from "./vectors.ts";

const UTF8 = new TextEncoder();
const NO_HEADERS: [] = [];

Deno.test("BatchBuilder writes one record as Kafka does (70 bytes)", () => {
  const builder = new BatchBuilder({ partitionLeaderEpoch: 0 });
  builder.append({ timestamp: 1700000000000n, key: UTF8.encode("k"), value: UTF8.encode("v") });
  assertEquals(
    hexOf(builder.build()),
    "00000000000000000000003a0000000002e99b8dd80000000000000000018bcfe568000000018bcfe56800" +
      "ffffffffffffffffffffffffffff0000000110000000026b027600",
  );
});

const BYTES = fc.option(fc.uint8Array({ maxLength: 300 }));
const RECORD = fc.record({
  timestamp: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }),
  key: BYTES,
  value: BYTES,
  headers: fc.array(
    fc.record({ key: fc.string({ unit: "grapheme", maxLength: 10 }), value: BYTES }),
    { maxLength: 3 },
  ),
  skippedOffsets: fc.nat({ max: 1000 }),
});
const COMPRESSION = fc.constantFrom<CompressionName>("none", "gzip", "snappy", "lz4", "zstd");

Deno.test("BatchBuilder's records read back, with every codec, timestamp and gap", () => {
  fc.assert(fc.property(
    fc.array(RECORD, { minLength: 1, maxLength: 12 }),
    COMPRESSION,
    fc.bigInt({ min: 0n, max: 2n ** 62n }),
    (input, compression, baseOffset) => {
      const builder = new BatchBuilder({ baseOffset, compression });
      let offset = baseOffset;
      const expected = input.map(({ skippedOffsets, ...record }) => {
        const room = builder.sizeBytes + recordSizeUpperBound(record);
        builder.append(record, offset);
        assertEquals(builder.sizeBytes <= room, true);
        const written = { ...record, offset };
        offset += BigInt(skippedOffsets) + 1n;
        return written;
      });
      const batch = builder.build();
      validateBatch(batch, 0, batch.length);
      assertEquals(readRecords(batch), expected);
      assertEquals(header.lastOffset(batch, 0), expected[expected.length - 1].offset);
      const timestamps = expected.map((record) => record.timestamp);
      assertEquals(
        header.maxTimestamp(batch, 0),
        timestamps.reduce((max, timestamp) => timestamp > max ? timestamp : max, -1n),
      );
    },
  ));
});

Deno.test("BatchBuilder.appendEncoded moves records to a batch with another base and codec", () => {
  const source = new BatchBuilder({ baseOffset: 10n });
  const records = [0, 1, 2, 3].map((i) => ({
    timestamp: 5000n - BigInt(i),
    key: UTF8.encode(`key ${i}`),
    value: i === 2 ? null : UTF8.encode("v".repeat(50 * i)),
    headers: i === 1 ? [{ key: "h", value: null }] : NO_HEADERS,
  }));
  records.forEach((record) => source.append(record));
  const target = new BatchBuilder({
    baseOffset: 11n,
    compression: "lz4",
    deleteHorizonMs: 1_000_000n,
  });
  const cursor = new RecordCursor(source.build());
  while (cursor.next()) {
    if (cursor.index === 0) continue;
    target.appendEncoded(cursor.timestamp, cursor.offset, cursor.encodedBody());
  }
  const batch = target.build(20n);
  assertEquals(
    readRecords(batch),
    records.slice(1).map((record, i) => ({ ...record, offset: 11n + BigInt(i) })),
  );
  assertEquals(header.lastOffset(batch, 0), 20n);
  assertEquals(header.deleteHorizonMs(batch, 0), 1_000_000n);
});

Deno.test("BatchBuilder with logAppendTime gives every record that time", () => {
  const builder = new BatchBuilder({ logAppendTime: 777n });
  for (const timestamp of [1n, 2n]) builder.append({ timestamp, key: null, value: null });
  const batch = builder.build();
  assertEquals(header.maxTimestamp(batch, 0), 777n);
  assertEquals(readRecords(batch).map((record) => record.timestamp), [777n, 777n]);
  const cursor = new RecordCursor(batch);
  cursor.next();
  cursor.next();
  assertEquals([cursor.timestamp, cursor.createTime], [777n, 2n]);
});

Deno.test("BatchBuilder refuses offsets that don't ascend or don't fit", () => {
  const record = { timestamp: 0n, key: null, value: null };
  const builder = new BatchBuilder({ baseOffset: 5n });
  assertThrows(() => builder.append(record, 4n), RangeError);
  builder.append(record, 7n);
  assertThrows(() => builder.append(record, 7n), RangeError);
  assertThrows(() => builder.append(record, 5n + 2n ** 31n), RangeError);
  builder.append(record, 5n + 2n ** 31n - 1n);
  assertEquals(builder.count, 2);
  assertThrows(() => builder.build(7n), RangeError);
  assertThrows(() => builder.build(5n + 2n ** 31n), RangeError);
});

Deno.test("BatchBuilder refuses options that make no batch that Kafka would take", () => {
  const refused: BatchOptions[] = [
    { control: true, compression: "gzip" },
    { transactional: true },
    { producerId: 1n, baseSequence: 0 },
    { producerId: 1n, producerEpoch: 0 },
  ];
  for (const options of refused) assertThrows(() => new BatchBuilder(options), TypeError);
  assertThrows(() => new BatchBuilder().build(), RangeError);
});
