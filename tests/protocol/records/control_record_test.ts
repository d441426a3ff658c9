import { assertEquals, assertThrows } from "@std/assert";
import * as header from "../../../protocol/records/batch_header.ts";
import {
  CONTROL_RECORD_TYPES,
  controlRecordKey,
  endTransactionBatch,
  parseControlRecordType,
  parseEndTransactionMarker,
} from "../../../protocol/records/control_record.ts";
import { emptyBatch } from "../../../protocol/records/empty_batch.ts";
import { InvalidRecordError } from "../../../protocol/records/errors.ts";
import { readRecords } from "../../../protocol/records/record_reader.ts";
import { bytesOf, hexOf } from "./vectors.ts";

const COMMIT = {
  type: "COMMIT",
  coordinatorEpoch: 7,
  producerId: 1000n,
  producerEpoch: 2,
  timestamp: 1700000000000n,
  offset: 5n,
  partitionLeaderEpoch: 3,
} as const;

Deno.test("endTransactionBatch writes a COMMIT marker as Kafka does (78 bytes)", () => {
  assertEquals(
    hexOf(endTransactionBatch(COMMIT)),
    "0000000000000005000000420000000302809c88c40030000000000000018bcfe568000000018bcfe568" +
      "0000000000000003e80002ffffffff000000012000000008000000010c00000000000700",
  );
});

Deno.test("parseEndTransactionMarker reads what endTransactionBatch wrote", () => {
  for (const type of ["ABORT", "COMMIT"] as const) {
    const [record] = readRecords(endTransactionBatch({ ...COMMIT, type }));
    assertEquals(parseEndTransactionMarker(record.key, record.value), {
      type,
      coordinatorEpoch: 7,
    });
  }
});

Deno.test("parseEndTransactionMarker takes later versions and refuses what is no marker", () => {
  const key = controlRecordKey("ABORT");
  const later = bytesOf("00030000000900ff");
  assertEquals(parseEndTransactionMarker(key, later).coordinatorEpoch, 9);
  assertThrows(() => parseEndTransactionMarker(key, later.subarray(0, 5)), InvalidRecordError);
  assertThrows(() => parseEndTransactionMarker(key, null), InvalidRecordError);
  assertThrows(() => parseEndTransactionMarker(key, bytesOf("ffff00000009")), InvalidRecordError);
  const other = controlRecordKey("LEADER_CHANGE");
  assertThrows(() => parseEndTransactionMarker(other, later), InvalidRecordError);
});

Deno.test("parseControlRecordType knows every type, calls others unknown, refuses no key", () => {
  for (const type of CONTROL_RECORD_TYPES) {
    assertEquals(parseControlRecordType(controlRecordKey(type)), type);
  }
  assertEquals(hexOf(controlRecordKey("KRAFT_VOTERS")), "00000006");
  assertEquals(parseControlRecordType(bytesOf("00000063")), "UNKNOWN");
  assertEquals(parseControlRecordType(bytesOf("0000ffff")), "UNKNOWN");
  assertEquals(parseControlRecordType(bytesOf("0009000100")), "COMMIT");
  assertThrows(() => parseControlRecordType(null), InvalidRecordError);
  assertThrows(() => parseControlRecordType(bytesOf("000001")), InvalidRecordError);
  assertThrows(() => parseControlRecordType(bytesOf("ffff0001")), InvalidRecordError);
});

Deno.test("emptyBatch leaves a header as Kafka's compaction does (61 bytes)", () => {
  const kept = "000000000000000a000000310000000002829399a9000000000004ffffffffffffffff" +
    "0000018bcfe5680000000000000003e800020000000700000000";
  const full = bytesOf(kept);
  // With base timestamp, delete horizon and codec, which go.
  full[22] = 0x44;
  full[27] = 0;
  full[60] = 3;
  header.updateCrc(full, 0);
  assertEquals(hexOf(emptyBatch(full)), kept);
});
