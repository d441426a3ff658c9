import { assertEquals, assertThrows } from "@std/assert";
import { DecodeError } from "../../protocol/codec/errors.ts";
import {
  ConsumerProtocolSubscription,
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from "../../protocol/data/consumer_protocol.ts";
import { decodeVersioned, encodeVersioned, UnknownTypeError } from "../../protocol/data/framing.ts";
import {
  decodeGroupKey,
  decodeGroupRecord,
  encodeGroupRecord,
  groupRecord,
  groupTombstone,
} from "../../protocol/data/group_framing.ts";
import {
  decodeMetadataRecord,
  encodeMetadataRecord,
  metadataRecord,
} from "../../protocol/data/metadata_framing.ts";
import {
  decodeShareStateKey,
  decodeShareStateRecord,
  encodeShareStateRecord,
} from "../../protocol/data/share_state_framing.ts";
import * as storageRecords from "../../protocol/data/storage_records.ts";
import {
  decodeTransactionKey,
  decodeTransactionRecord,
  encodeTransactionRecord,
} from "../../protocol/data/transaction_framing.ts";
import { TypedRecords } from "../../protocol/data/typed_records.ts";
import { messageNamed } from "./declarations.ts";
import { bytesOf, type GoldenMessage, hexOf, readGolden } from "./golden.ts";
import { valueOf } from "./kafka_json.ts";
import * as kafka35 from "./layouts_3_5.ts";

Deno.test("encodeMetadataRecord and decodeMetadataRecord agree with all 169 framed samples of 4.3", () => {
  for (const golden of readGolden("records-metadata-4.3", 169).lines) {
    const { name: type, version } = golden;
    const value = valueOf(messageNamed(type), version, golden.json, golden.unknownTags);
    const record = decodeMetadataRecord(bytesOf(golden.framed!));
    assertEquals<unknown>(record, { type, version, value });
    assertEquals(hexOf(encodeMetadataRecord(record)), golden.framed);
    const given = valueOf(messageNamed(type), version, golden.json, golden.unknownTags, "given");
    assertEquals<unknown>(metadataRecord(type as "TopicRecord", version, given), record);
  }
});

function checkTyped(file: string, count: number, records: TypedRecords<any>): void {
  for (const golden of readGolden(file, count).lines) {
    const { name: type, version } = golden;
    const message = records.declarations[type];
    const value = valueOf(message, version, golden.json, golden.unknownTags);
    const record = records.decode(bytesOf(golden.framed!));
    assertEquals<unknown>(record, { type, version, value });
    assertEquals(hexOf(records.encode(record)), golden.framed);
  }
}

Deno.test("TypedRecords reads and writes all 18 + 14 framed remote log records, and 3.5's 5 tokens", () => {
  const { ProducerSnapshot: _, QuorumStateData: __, ...remoteLog } = storageRecords;
  checkTyped("records-remote-log-4.3", 18, new TypedRecords(remoteLog));
  const { DelegationTokenRecord, ...rest } = kafka35;
  const { ConsumerGroupHeartbeatRequest: ___, ConsumerGroupHeartbeatResponse: ____, ...old } = rest;
  checkTyped("records-remote-log-3.5", 14, new TypedRecords(old));
  checkTyped("records-metadata-3.5", 5, new TypedRecords({ DelegationTokenRecord }));
});

Deno.test("decodeMetadataRecord refuses other frames, unknown types and versions, and surplus bytes", () => {
  const unknown = ["00020000", "02020000", "01630000", "010d0000", "01020100", "0102ff010000"];
  for (const hex of unknown) {
    assertThrows(() => decodeMetadataRecord(bytesOf(hex)), UnknownTypeError, undefined, hex);
  }
  const noOp = hexOf(encodeMetadataRecord(metadataRecord("NoOpRecord", 0, {})));
  assertEquals(noOp, "01140000");
  for (const hex of ["", "01", "0102", "0102000261", `${noOp}00`]) {
    const error = assertThrows(() => decodeMetadataRecord(bytesOf(hex)), DecodeError);
    assertEquals(error instanceof UnknownTypeError, false, hex);
  }
});

/** Functions of one topic of keyed records. */
interface Topic {
  decodeKey(key: Uint8Array): { type: string; key: unknown };
  decode(key: Uint8Array, value: Uint8Array | null): { type: string; value: unknown };
  encode(record: any): { key: Uint8Array; value: Uint8Array | null };
}

function checkKeyed(file: string, count: number, topic: Topic): void {
  const { lines } = readGolden(file, count);
  const keys = lines.filter(({ name }) => name.endsWith("Key"));
  const values = lines.filter(({ name }) => name.endsWith("Value"));
  assertEquals(keys.length + values.length, count);
  for (const golden of keys) {
    const type = golden.name.slice(0, -"Key".length);
    const key = valueOf(messageNamed(golden.name), 0, golden.json, golden.unknownTags);
    const bytes = bytesOf(golden.framed!);
    assertEquals(topic.decodeKey(bytes), { type, key });
    const tombstone = { type, key, version: 0, value: null };
    assertEquals<unknown>(topic.decode(bytes, null), tombstone);
    assertEquals(topic.encode(tombstone), { key: bytes, value: null });
  }
  for (const golden of values) checkValue(golden, keys, topic);
}

function checkValue(golden: GoldenMessage, keys: readonly GoldenMessage[], topic: Topic): void {
  const { name, version } = golden;
  const type = name.slice(0, -"Value".length);
  const key = keys.find((line) => line.name === `${type}Key` && line.sample === "full")!;
  const value = valueOf(messageNamed(name), version, golden.json, golden.unknownTags);
  const record = topic.decode(bytesOf(key.framed!), bytesOf(golden.framed!));
  const expectedKey = valueOf(messageNamed(key.name), 0, key.json);
  assertEquals<unknown>(record, { type, key: expectedKey, version, value });
  const encoded = topic.encode(record);
  assertEquals(hexOf(encoded.key), key.framed);
  assertEquals(hexOf(encoded.value!), golden.framed);
}

Deno.test("encodeGroupRecord and decodeGroupRecord agree with all 207 keys and values", () => {
  checkKeyed("records-group-4.3", 207, {
    decodeKey: decodeGroupKey,
    decode: decodeGroupRecord,
    encode: encodeGroupRecord,
  });
});

Deno.test("encodeTransactionRecord and decodeTransactionRecord agree with all 14 keys and values", () => {
  checkKeyed("records-transaction-4.3", 14, {
    decodeKey: decodeTransactionKey,
    decode: decodeTransactionRecord,
    encode: encodeTransactionRecord,
  });
});

Deno.test("encodeShareStateRecord and decodeShareStateRecord agree with all 16 keys and values", () => {
  checkKeyed("records-share-4.3", 16, {
    decodeKey: decodeShareStateKey,
    decode: decodeShareStateRecord,
    encode: encodeShareStateRecord,
  });
});

Deno.test("decodeGroupRecord tells records of unknown type or version from damaged ones", () => {
  for (const key of ["0009000167", "0012000167", "ffff000167", "7fff"]) {
    assertThrows(() => decodeGroupKey(bytesOf(key)), UnknownTypeError);
  }
  const { key, value } = encodeGroupRecord(
    groupRecord("ConsumerGroupMetadata", { groupId: "g" }, 0, { epoch: 3 }),
  );
  const newer = Uint8Array.of(0, 1, ...value!.subarray(2));
  assertThrows(() => decodeGroupRecord(key, newer), UnknownTypeError);
  const cut = assertThrows(() => decodeGroupRecord(key, value!.subarray(0, 4)), DecodeError);
  assertEquals(cut instanceof UnknownTypeError, false);
  assertEquals(cut.path, "/epoch");
});

Deno.test("groupRecord and groupTombstone give what reading them back gives", () => {
  const key = { group: "g", topic: "t", partition: 3 };
  const value = { offset: 7n, metadata: "", commitTimestamp: 1n };
  const record = groupRecord("OffsetCommit", key, 3, value);
  const encoded = encodeGroupRecord(record);
  assertEquals(decodeGroupRecord(encoded.key, encoded.value), record);
  const tombstone = groupTombstone("OffsetCommit", key);
  assertEquals(decodeGroupRecord(encodeGroupRecord(tombstone).key, null), tombstone);
});

Deno.test("encodeVersioned and decodeVersioned agree with all 47 framed samples of data-4.3", () => {
  const framed = readGolden("data-4.3", 84).lines.filter((line) => line.framed !== undefined);
  assertEquals(framed.length, 47);
  for (const { name, version, json, unknownTags, framed: hex } of framed) {
    const message = messageNamed(name);
    const value = valueOf(message, version, json, unknownTags);
    assertEquals(decodeVersioned(message, bytesOf(hex!)), { version, value }, name);
    assertEquals(hexOf(encodeVersioned(message, value, version)), hex, name);
  }
});

Deno.test("decodeSubscription and decodeAssignment read every version, and newer ones as the newest known", () => {
  const subscription = { topics: ["a"], userData: null, generationId: 4, rackId: "r" };
  const newest = encodeSubscription(subscription);
  const newer = Uint8Array.of(0, 9, ...newest.subarray(2), 1, 2, 3);
  assertEquals(decodeSubscription(newer), decodeSubscription(newest));
  assertEquals(decodeSubscription(newest).rackId, "r");
  assertEquals(decodeSubscription(encodeSubscription(subscription, 0)).rackId, null);
  const assignment = { assignedPartitions: [{ topic: "a", partitions: [0, 2] }] };
  assertEquals(decodeAssignment(encodeAssignment(assignment)).assignedPartitions, [
    { topic: "a", partitions: [0, 2] },
  ]);
  for (const damaged of ["", "00", "ffff00000000ffffffff", "0000000000017f", "0000ffffffff"]) {
    assertThrows(() => decodeSubscription(bytesOf(damaged)), DecodeError);
  }
  const unknown = bytesOf("0004");
  assertThrows(() => decodeVersioned(ConsumerProtocolSubscription, unknown), UnknownTypeError);
});
