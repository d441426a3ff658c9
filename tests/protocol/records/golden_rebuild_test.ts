import { assertEquals } from "@std/assert";
import { BatchBuilder, type BatchOptions } from "../../../protocol/records/batch_builder.ts";
import * as header from "../../../protocol/records/batch_header.ts";
import { BatchIterator, batchView } from "../../../protocol/records/batch_iterator.ts";
import { CODECS, type CompressionName } from "../../../protocol/records/compression/codec.ts";
import { emptyBatch } from "../../../protocol/records/empty_batch.ts";
import {
  legacyAttributes,
  legacyTimestamp,
  legacyTimestampType,
} from "../../../protocol/records/legacy_message.ts";
import { type LegacyMagic, writeMessageSet } from "../../../protocol/records/legacy_writer.ts";
import { RecordCursor } from "../../../protocol/records/record_cursor.ts";
import { readRecords } from "../../../protocol/records/record_reader.ts";
import { validateBatch } from "../../../protocol/records/validate_batch.ts";
import { bytesOf, hexOf, readVectors } from "./vectors.ts";

/** The options that make a batch with the same header. */
function optionsOf(batch: Uint8Array): BatchOptions {
  const logAppendTime = header.batchTimestampType(batch, 0) === "LogAppendTime";
  return {
    baseOffset: header.baseOffset(batch, 0),
    partitionLeaderEpoch: header.partitionLeaderEpoch(batch, 0),
    compression: CODECS[header.batchCodecId(batch, 0)].name,
    logAppendTime: logAppendTime ? header.maxTimestamp(batch, 0) : undefined,
    deleteHorizonMs: header.deleteHorizonMs(batch, 0) ?? undefined,
    producerId: header.producerId(batch, 0),
    producerEpoch: header.producerEpoch(batch, 0),
    baseSequence: header.baseSequence(batch, 0),
    transactional: header.isTransactionalBatch(batch, 0),
    control: header.isControlBatch(batch, 0),
  };
}

function rebuild(batch: Uint8Array, encoded: boolean): Uint8Array {
  if (header.recordsCount(batch, 0) === 0) return emptyBatch(batch);
  const builder = new BatchBuilder(optionsOf(batch));
  const cursor = new RecordCursor(batch);
  while (cursor.next()) {
    if (encoded) builder.appendEncoded(cursor.createTime, cursor.offset, cursor.encodedBody());
    else {
      const [key, value, headers] = [cursor.key(), cursor.value(), cursor.headers()];
      builder.append({ timestamp: cursor.createTime, key, value, headers }, cursor.offset);
    }
  }
  return builder.build(header.lastOffset(batch, 0));
}

/** All whole batches of the sound vectors. */
function* goldenBatches(file: string): Generator<{ name: string; batch: Uint8Array }> {
  for (const { name, hex } of readVectors(file)) {
    const bytes = bytesOf(hex);
    const batches = new BatchIterator(bytes);
    while (batches.next()) yield { name, batch: batchView(bytes, batches.position) };
  }
}

Deno.test("BatchBuilder writes every uncompressed golden batch again byte for byte", () => {
  let count = 0;
  for (const { name, batch } of goldenBatches("record-batches")) {
    if (header.batchCodecId(batch, 0) !== 0) continue;
    if (name.startsWith("unused attribute bits")) continue;
    assertEquals(hexOf(rebuild(batch, false)), hexOf(batch), name);
    assertEquals(hexOf(rebuild(batch, true)), hexOf(batch), name);
    count++;
  }
  assertEquals(count, 28);
});

Deno.test("BatchBuilder writes compressed golden batches again with the same header and records", () => {
  let count = 0;
  for (const { name, batch } of goldenBatches("record-batches")) {
    if (header.batchCodecId(batch, 0) === 0) continue;
    const again = rebuild(batch, false);
    validateBatch(again, 0, again.length);
    assertEquals(hexOf(again.subarray(21, 61)), hexOf(batch.subarray(21, 61)), name);
    assertEquals(readRecords(again), readRecords(batch), name);
    count++;
  }
  assertEquals(count, 34);
});

Deno.test("writeMessageSet writes every golden message set again", () => {
  const counts = { same: 0, sameRecords: 0 };
  for (const { name, batch } of goldenBatches("message-sets")) {
    const compression = CODECS[legacyAttributes(batch, 0) & 7].name;
    const records = readRecords(batch);
    const logAppendTime = legacyTimestampType(batch, 0) === "LogAppendTime";
    const again = writeMessageSet(records, {
      magic: header.magic(batch, 0) as LegacyMagic,
      compression: compression as Exclude<CompressionName, "zstd">,
      logAppendTime: logAppendTime ? legacyTimestamp(batch, 0) : undefined,
    });
    if (compression === "none") {
      assertEquals(hexOf(again), hexOf(batch), name);
      counts.same++;
    } else {
      validateBatch(again, 0, again.length);
      assertEquals(readRecords(again), records, name);
      counts.sameRecords++;
    }
  }
  assertEquals(counts, { same: 14, sameRecords: 19 });
});
