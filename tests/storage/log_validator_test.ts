import { assert, assertEquals, assertThrows } from "@std/assert";
import { ApiError, type ErrorName, Errors } from "../../protocol/errors.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { codecByName } from "../../protocol/records/compression/codec.ts";
import { endTransactionBatch } from "../../protocol/records/control_record.ts";
import { writeInt16, writeInt32, writeInt64 } from "../../protocol/records/int.ts";
import { readRecords } from "../../protocol/records/record_reader.ts";
import { LogAppendError } from "../../storage/errors.ts";
import { LogValidator } from "../../storage/log_validator.ts";
import type { AppendOrigin, LogConfig } from "../../storage/types.ts";
import { batch, DEFAULT_CONFIG, idempotent } from "./log_fixture.ts";

const NOW_MS = Date.UTC(2025, 0, 1);

interface Stored {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** The batch as it would be stored at offset 100 in epoch 7. */
function validated(
  records: Uint8Array,
  config: Partial<LogConfig> = {},
  origin: AppendOrigin = "client",
): Stored {
  const validator = new LogValidator();
  const before = records.slice();
  validator.validate(records, { ...DEFAULT_CONFIG, ...config }, origin, NOW_MS);
  const bytes = new Uint8Array(validator.size + 5);
  validator.writeInto(bytes, 5, 100, 7);
  assertEquals(records, before, "the caller's bytes stay as they are");
  return { bytes: bytes.subarray(5), count: validator.count };
}

function assertRefused(
  name: ErrorName,
  records: Uint8Array,
  config: Partial<LogConfig> = {},
  origin: AppendOrigin = "client",
): LogAppendError {
  const error = assertThrows(() => validated(records, config, origin), ApiError);
  assertEquals(error.errorName, name);
  return error as LogAppendError;
}

/** `records` with a changed header field and a right checksum. */
function changed(records: Uint8Array, change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = records.slice();
  change(bytes);
  header.updateCrc(bytes, 0);
  return bytes;
}

const CODECS = ["none", "gzip", "snappy", "lz4", "zstd"] as const;

for (const compression of CODECS) {
  Deno.test(`LogValidator stores a ${compression} batch as it is, but for offset and epoch`, () => {
    const sent = batch(3, { compression, timestamps: [NOW_MS - 5, NOW_MS, NOW_MS - 1] });
    const { bytes } = validated(sent);
    assertEquals(header.baseOffset(bytes, 0), 100n);
    assertEquals(header.partitionLeaderEpoch(bytes, 0), 7);
    assertEquals(bytes.subarray(16), sent.subarray(16));
  });
}

Deno.test("LogValidator corrects the max timestamp, and the checksum with it", () => {
  for (const compression of CODECS) {
    const sent = changed(
      batch(3, { compression, timestamps: [NOW_MS - 5, NOW_MS, NOW_MS - 1] }),
      (bytes) => writeInt64(bytes, header.FIELD.maxTimestamp, BigInt(NOW_MS - 5)),
    );
    const { bytes } = validated(sent);
    assertEquals(header.maxTimestamp(bytes, 0), BigInt(NOW_MS));
    assertEquals(header.crc(bytes, 0), header.computeCrc(bytes, 0));
  }
});

Deno.test("LogValidator keeps timestamps beyond 2^53 exact", () => {
  const timestamp = 2n ** 62n + 1n;
  const sent = changed(batch(1), (bytes) => {
    writeInt64(bytes, header.FIELD.baseTimestamp, timestamp);
    writeInt64(bytes, header.FIELD.maxTimestamp, 5n);
  });
  const { bytes } = validated(sent, { messageTimestampAfterMaxMs: 2 ** 63 });
  assertEquals(header.maxTimestamp(bytes, 0), timestamp);
});

Deno.test("LogValidator stamps batches of a LogAppendTime topic", () => {
  const { bytes } = validated(batch(3, { timestamps: [1, 2, 3] }), {
    messageTimestampType: "LogAppendTime",
  });
  assertEquals(header.batchTimestampType(bytes, 0), "LogAppendTime");
  assertEquals(readRecords(bytes).map((r) => Number(r.timestamp)), [NOW_MS, NOW_MS, NOW_MS]);
  assertEquals(header.baseTimestamp(bytes, 0), 1n);
  assertEquals(header.crc(bytes, 0), header.computeCrc(bytes, 0));
});

Deno.test("LogValidator refuses a claimed append time, but for a topic of create time", () => {
  const claimed = (time: number) => batch(2, { logAppendTime: BigInt(time) });
  const error = assertRefused("INVALID_TIMESTAMP", claimed(NOW_MS), {
    messageTimestampType: "LogAppendTime",
  });
  assertEquals(error.recordErrors.map((e) => e.batchIndex), [0, 1]);
  const { bytes } = validated(claimed(NOW_MS));
  assertEquals(header.batchTimestampType(bytes, 0), "CreateTime");
  assertRefused("INVALID_TIMESTAMP", claimed(-1));
});

for (const source of CODECS) {
  for (const target of ["uncompressed", "gzip", "snappy", "lz4", "zstd"] as const) {
    Deno.test(`LogValidator turns ${source} into ${target} where the topic says so`, () => {
      const sent = idempotent(9, 3, 17, 3, {
        compression: source,
        timestamps: [NOW_MS, NOW_MS - 50, NOW_MS - 7],
        transactional: true,
      });
      const { bytes } = validated(sent, { compressionType: target });
      assertEquals(
        CODECS[header.batchCodecId(bytes, 0)],
        target === "uncompressed" ? "none" : target,
      );
      assertEquals(header.sizeBytes(bytes, 0), bytes.length);
      assertEquals(header.crc(bytes, 0), header.computeCrc(bytes, 0));
      assertEquals(
        [
          header.producerId(bytes, 0),
          header.producerEpoch(bytes, 0),
          header.baseSequence(bytes, 0),
        ],
        [9n, 3, 17],
      );
      assert(header.isTransactionalBatch(bytes, 0));
      assertEquals(header.partitionLeaderEpoch(bytes, 0), 7);
      assertEquals(
        readRecords(bytes).map((r) => ({ ...r, offset: r.offset - 100n })),
        readRecords(sent),
      );
    });
  }
}

Deno.test("LogValidator rebuilds compressed batches whose offsets are not 0, 1, 2, ...", () => {
  const plain = batch(2);
  // The second record's offset delta, in zigzag form.
  const delta = header.HEADER_BYTES + 1 + (plain[header.HEADER_BYTES] >> 1) + 3;
  assertEquals(plain[delta], 2);
  plain[delta] = 4;
  const packed = codecByName("lz4")!.compress(plain.subarray(header.HEADER_BYTES));
  const gapped = new Uint8Array(header.HEADER_BYTES + packed.length);
  gapped.set(plain.subarray(0, header.HEADER_BYTES));
  gapped.set(packed, header.HEADER_BYTES);
  writeInt32(gapped, header.FIELD.batchLength, gapped.length - header.LOG_OVERHEAD_BYTES);
  writeInt16(gapped, header.FIELD.attributes, 3);
  header.updateCrc(gapped, 0);
  const { bytes, count } = validated(gapped);
  assertEquals(count, 2);
  assertEquals(readRecords(bytes).map((r) => r.offset), [100n, 101n]);
  assertEquals(header.batchCodecId(bytes, 0), 3);
});

Deno.test("LogValidator refuses batches larger than max.message.bytes, before and after recompression", () => {
  const sent = batch(1, { valueBytes: 500 });
  validated(sent, { maxMessageBytes: sent.length });
  assertRefused("MESSAGE_TOO_LARGE", sent, { maxMessageBytes: sent.length - 1 });
  const packed = batch(1, { valueBytes: 5000, compression: "gzip" });
  assertRefused("MESSAGE_TOO_LARGE", packed, {
    maxMessageBytes: packed.length,
    compressionType: "uncompressed",
  });
});

Deno.test("LogValidator refuses frames that hold not exactly one batch of magic 2", () => {
  const one = batch(1);
  assertRefused("INVALID_RECORD", new Uint8Array(0));
  assertRefused("INVALID_RECORD", one.subarray(0, one.length - 1));
  assertRefused("INVALID_RECORD", new Uint8Array([...one, ...one]));
  validated(new Uint8Array([...one, ...one.subarray(0, 20)])); // a cut-off rest is ignored
  assertRefused("INVALID_RECORD", changed(one, (bytes) => bytes[header.FIELD.magic] = 1));
  assertRefused("CORRUPT_MESSAGE", changed(one, (bytes) => bytes[header.FIELD.magic] = 3));
  assertRefused(
    "CORRUPT_MESSAGE",
    changed(one, (bytes) => writeInt32(bytes, header.FIELD.batchLength, 13)),
  );
  const flipped = one.slice();
  flipped[70] ^= 1;
  assertRefused("CORRUPT_MESSAGE", flipped);
});

Deno.test("LogValidator refuses headers that contradict themselves", () => {
  const three = batch(3);
  assertRefused(
    "INVALID_RECORD",
    changed(three, (b) => writeInt32(b, header.FIELD.lastOffsetDelta, 3)),
  );
  assertRefused(
    "INVALID_RECORD",
    changed(three, (b) => writeInt32(b, header.FIELD.lastOffsetDelta, -1)),
  );
  assertRefused("INVALID_RECORD", changed(three, (b) => writeInt64(b, 0, 5n)));
  assertRefused(
    "INVALID_RECORD",
    changed(three, (b) => writeInt32(b, header.FIELD.recordsCount, 0)),
  );
  assertRefused(
    "INVALID_RECORD",
    changed(idempotent(1, 0, 0), (b) => writeInt32(b, header.FIELD.baseSequence, -1)),
  );
  assertRefused(
    "INVALID_PRODUCER_EPOCH",
    changed(idempotent(1, 0, 0), (b) => writeInt16(b, header.FIELD.producerEpoch, -5)),
  );
  validated(changed(three, (b) => writeInt16(b, header.FIELD.attributes, 0x10)));
});

Deno.test("LogValidator lets coordinators alone write markers", () => {
  const marker = endTransactionBatch({
    type: "COMMIT",
    coordinatorEpoch: 7,
    producerId: 1000n,
    producerEpoch: 2,
    timestamp: BigInt(NOW_MS),
  });
  assertRefused("INVALID_RECORD", marker);
  const { bytes } = validated(marker, { compressionType: "zstd" }, "coordinator");
  assertEquals(header.batchCodecId(bytes, 0), 0);
});

Deno.test("LogValidator refuses malformed records", () => {
  const sent = batch(3);
  const bad = (at: number, value: number) =>
    assertRefused("INVALID_RECORD", changed(sent, (bytes) => bytes[at] = value));
  bad(header.HEADER_BYTES, 0x7f); // length beyond the end
  bad(header.HEADER_BYTES, 0x01); // negative length
  bad(header.HEADER_BYTES + 4, 0x7e); // key beyond the record
  const more = changed(sent, (bytes) => {
    writeInt32(bytes, header.FIELD.recordsCount, 2);
    writeInt32(bytes, header.FIELD.lastOffsetDelta, 1);
  });
  assertRefused("INVALID_RECORD", more);
  const fewer = changed(sent, (bytes) => {
    writeInt32(bytes, header.FIELD.recordsCount, 4);
    writeInt32(bytes, header.FIELD.lastOffsetDelta, 3);
  });
  assertRefused("INVALID_RECORD", fewer);
});

Deno.test("LogValidator answers unknown compression and broken streams as Kafka does", () => {
  assertRefused(
    "UNKNOWN_SERVER_ERROR",
    changed(batch(1), (bytes) => writeInt16(bytes, header.FIELD.attributes, 5)),
  );
  assertRefused(
    "UNKNOWN_SERVER_ERROR",
    changed(batch(1), (bytes) => writeInt16(bytes, header.FIELD.attributes, 1)),
  );
});

Deno.test("LogValidator names the records without key in a compacted topic", () => {
  const compacted = { cleanupPolicy: { delete: false, compact: true } };
  const sent = batch(3, { keys: ["a", null, "c"] });
  const error = assertRefused("INVALID_RECORD", sent, compacted);
  assertEquals(error.recordErrors.map((e) => e.batchIndex), [1]);
  validated(sent);
  validated(batch(3), compacted);
});

Deno.test("LogValidator names the records whose timestamp is out of bounds", () => {
  const bounds = { messageTimestampBeforeMaxMs: 5000, messageTimestampAfterMaxMs: 1000 };
  const timed = (...timestamps: number[]) => batch(timestamps.length, { timestamps });
  validated(timed(NOW_MS - 5000, NOW_MS + 1000, NOW_MS), bounds);
  for (
    const [timestamps, wrong] of [
      [[NOW_MS, NOW_MS - 10000], [1]],
      [[NOW_MS + 1001, NOW_MS], [0]],
      [[1, NOW_MS, 2], [0, 2]],
    ]
  ) {
    const error = assertRefused("INVALID_TIMESTAMP", timed(...timestamps), bounds);
    assertEquals(error.recordErrors.map((e) => e.batchIndex), wrong);
  }
  assertEquals(validated(timed(-1), bounds).count, 1);
  validated(timed(1, 2), { ...bounds, messageTimestampType: "LogAppendTime" });
});

Deno.test("LogValidator says INVALID_TIMESTAMP as soon as one record's time is wrong", () => {
  const error = assertRefused(
    "INVALID_TIMESTAMP",
    batch(2, { keys: [null, "b"], timestamps: [NOW_MS, 1] }),
    { messageTimestampBeforeMaxMs: 5000, cleanupPolicy: { delete: false, compact: true } },
  );
  assertEquals(error.code, Errors.INVALID_TIMESTAMP);
  assertEquals(error.recordErrors.map((e) => e.batchIndex), [0, 1]);
});

Deno.test("LogValidator stores one whole batch", () => {
  const { bytes } = validated(batch(5, { valueBytes: 300 }));
  const batches = new BatchIterator(bytes);
  assert(batches.next());
  assertEquals(batches.partialBytes, 0);
});
