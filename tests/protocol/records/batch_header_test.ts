import { assert, assertEquals, assertThrows } from "@std/assert";
import * as attributes from "../../../protocol/records/attributes.ts";
import { BatchBuilder } from "../../../protocol/records/batch_builder.ts";
import * as header from "../../../protocol/records/batch_header.ts";
import { CorruptRecordError } from "../../../protocol/records/errors.ts";
import { readRecords } from "../../../protocol/records/record_reader.ts";
import { validateBatch } from "../../../protocol/records/validate_batch.ts";

/** A batch of three records, not at the start of its array. */
function sample(): { bytes: Uint8Array; at: number } {
  const builder = new BatchBuilder();
  for (const timestamp of [1000n, 3000n, 2000n]) {
    builder.append({ timestamp, key: null, value: new Uint8Array([1]) });
  }
  const batch = builder.build();
  const bytes = new Uint8Array(batch.length + 12).fill(0xaa);
  bytes.set(batch, 5);
  return { bytes, at: 5 };
}

function validate(bytes: Uint8Array, at: number) {
  validateBatch(bytes, at, header.sizeBytes(bytes, at));
}

Deno.test("setBaseOffset, setLastOffset and setPartitionLeaderEpoch leave the checksum right", () => {
  const { bytes, at } = sample();
  header.setBaseOffset(bytes, at, 2n ** 53n + 1n);
  header.setPartitionLeaderEpoch(bytes, at, 7);
  validate(bytes, at);
  assertEquals(header.lastOffset(bytes, at), 2n ** 53n + 3n);
  assertEquals(header.partitionLeaderEpoch(bytes, at), 7);
  header.setLastOffset(bytes, at, 44n);
  assertEquals(header.baseOffset(bytes, at), 42n);
  assertEquals(header.baseOffsetAsNumber(bytes, at), 42);
  assertEquals(header.lastOffsetAsNumber(bytes, at), 44);
  validate(bytes, at);
  assertEquals(readRecords(bytes, at).map((record) => record.offset), [42n, 43n, 44n]);
});

Deno.test("setMaxTimestamp rewrites type, timestamp and checksum, and clears unused attribute bits", () => {
  const { bytes, at } = sample();
  bytes[at + header.FIELD.attributes] = 0x7f;
  bytes[at + header.FIELD.attributes + 1] = 0x80;
  header.setMaxTimestamp(bytes, at, "LogAppendTime", 9000n);
  validate(bytes, at);
  assertEquals(header.attributes(bytes, at), 0x08);
  assertEquals(readRecords(bytes, at).map((record) => record.timestamp), [9000n, 9000n, 9000n]);
  header.setMaxTimestamp(bytes, at, "CreateTime", 3000n);
  validate(bytes, at);
  assertEquals(readRecords(bytes, at).map((record) => record.timestamp), [1000n, 3000n, 2000n]);
});

Deno.test("setMaxTimestamp touches nothing where nothing changes", () => {
  const { bytes, at } = sample();
  bytes[at + header.FIELD.attributes] = 0x7f;
  const before = bytes.slice();
  header.setMaxTimestamp(bytes, at, "CreateTime", 3000n);
  assertEquals(bytes, before);
});

Deno.test("validateBatch names the byte position of the broken batch", () => {
  const { bytes, at } = sample();
  bytes[at + 70] ^= 1;
  const error = assertThrows(() => validate(bytes, at), CorruptRecordError);
  assertEquals(error.position, at);
  assertEquals(error.kafkaError, "CORRUPT_MESSAGE");
});

Deno.test("sequenceAfter goes from 2^31 - 1 to 0 and keeps -1", () => {
  assertEquals(header.sequenceAfter(5, 3), 8);
  assertEquals(header.sequenceAfter(2147483646, 1), 2147483647);
  assertEquals(header.sequenceAfter(2147483647, 1), 0);
  assertEquals(header.sequenceAfter(2147483646, 5), 3);
  assertEquals(header.sequenceAfter(-1, 5), -1);
});

Deno.test("encodeAttributes sets each flag where its reader looks", () => {
  const all = attributes.encodeAttributes({
    codecId: 4,
    timestampType: "LogAppendTime",
    transactional: true,
    control: true,
    deleteHorizon: true,
  });
  assertEquals(all, 0x7c);
  assertEquals(attributes.codecId(all), 4);
  assertEquals(attributes.timestampType(all), "LogAppendTime");
  assert(attributes.isTransactional(all) && attributes.isControl(all));
  assert(attributes.hasDeleteHorizon(all));
  assertEquals(attributes.encodeAttributes({}), 0);
  assertEquals(attributes.timestampType(0), "CreateTime");
});
