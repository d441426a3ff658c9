/** Records of `__consumer_offsets` as values of one tagged union, and as bytes. */
import type { EncodableMessage } from "../codec/message.ts";
import * as group from "./group_records.ts";
import * as shareGroup from "./share_group_records.ts";
import * as streamsGroup from "./streams_group_records.ts";
import {
  type KeyedRecord,
  KeyedRecords,
  type RecordBytes,
  type RecordKey,
} from "./keyed_records.ts";

/** Declarations by the record's name. */
export const GROUP_RECORDS = {
  LegacyOffsetCommit: { key: group.LegacyOffsetCommitKey, value: group.LegacyOffsetCommitValue },
  OffsetCommit: { key: group.OffsetCommitKey, value: group.OffsetCommitValue },
  GroupMetadata: { key: group.GroupMetadataKey, value: group.GroupMetadataValue },
  ConsumerGroupMetadata: {
    key: group.ConsumerGroupMetadataKey,
    value: group.ConsumerGroupMetadataValue,
  },
  ConsumerGroupPartitionMetadata: {
    key: group.ConsumerGroupPartitionMetadataKey,
    value: group.ConsumerGroupPartitionMetadataValue,
  },
  ConsumerGroupMemberMetadata: {
    key: group.ConsumerGroupMemberMetadataKey,
    value: group.ConsumerGroupMemberMetadataValue,
  },
  ConsumerGroupTargetAssignmentMetadata: {
    key: group.ConsumerGroupTargetAssignmentMetadataKey,
    value: group.ConsumerGroupTargetAssignmentMetadataValue,
  },
  ConsumerGroupTargetAssignmentMember: {
    key: group.ConsumerGroupTargetAssignmentMemberKey,
    value: group.ConsumerGroupTargetAssignmentMemberValue,
  },
  ConsumerGroupCurrentMemberAssignment: {
    key: group.ConsumerGroupCurrentMemberAssignmentKey,
    value: group.ConsumerGroupCurrentMemberAssignmentValue,
  },
  ConsumerGroupRegularExpression: {
    key: group.ConsumerGroupRegularExpressionKey,
    value: group.ConsumerGroupRegularExpressionValue,
  },
  ShareGroupMemberMetadata: {
    key: shareGroup.ShareGroupMemberMetadataKey,
    value: shareGroup.ShareGroupMemberMetadataValue,
  },
  ShareGroupMetadata: {
    key: shareGroup.ShareGroupMetadataKey,
    value: shareGroup.ShareGroupMetadataValue,
  },
  ShareGroupTargetAssignmentMetadata: {
    key: shareGroup.ShareGroupTargetAssignmentMetadataKey,
    value: shareGroup.ShareGroupTargetAssignmentMetadataValue,
  },
  ShareGroupTargetAssignmentMember: {
    key: shareGroup.ShareGroupTargetAssignmentMemberKey,
    value: shareGroup.ShareGroupTargetAssignmentMemberValue,
  },
  ShareGroupCurrentMemberAssignment: {
    key: shareGroup.ShareGroupCurrentMemberAssignmentKey,
    value: shareGroup.ShareGroupCurrentMemberAssignmentValue,
  },
  ShareGroupStatePartitionMetadata: {
    key: shareGroup.ShareGroupStatePartitionMetadataKey,
    value: shareGroup.ShareGroupStatePartitionMetadataValue,
  },
  StreamsGroupMetadata: {
    key: streamsGroup.StreamsGroupMetadataKey,
    value: streamsGroup.StreamsGroupMetadataValue,
  },
  StreamsGroupMemberMetadata: {
    key: streamsGroup.StreamsGroupMemberMetadataKey,
    value: streamsGroup.StreamsGroupMemberMetadataValue,
  },
  StreamsGroupTargetAssignmentMetadata: {
    key: streamsGroup.StreamsGroupTargetAssignmentMetadataKey,
    value: streamsGroup.StreamsGroupTargetAssignmentMetadataValue,
  },
  StreamsGroupTargetAssignmentMember: {
    key: streamsGroup.StreamsGroupTargetAssignmentMemberKey,
    value: streamsGroup.StreamsGroupTargetAssignmentMemberValue,
  },
  StreamsGroupCurrentMemberAssignment: {
    key: streamsGroup.StreamsGroupCurrentMemberAssignmentKey,
    value: streamsGroup.StreamsGroupCurrentMemberAssignmentValue,
  },
  StreamsGroupTopology: {
    key: streamsGroup.StreamsGroupTopologyKey,
    value: streamsGroup.StreamsGroupTopologyValue,
  },
};

const RECORDS = new KeyedRecords(GROUP_RECORDS);

type Declarations = typeof GROUP_RECORDS;
export type GroupRecordType = keyof Declarations;
/** `{ type, key, version, value }`; `value` is null for a tombstone. */
export type GroupRecord = KeyedRecord<Declarations>;
/** `{ type, key }`. */
export type GroupRecordKey = RecordKey<Declarations>;

/** A record to be written, with the defaults of fields left out filled in. */
export function groupRecord<Type extends GroupRecordType>(
  type: Type,
  key: EncodableMessage<Declarations[Type]["key"]>,
  version: number,
  value: EncodableMessage<Declarations[Type]["value"]>,
): GroupRecord & { readonly type: Type } {
  return RECORDS.create(type, key, version, value);
}

/** A record that deletes `key`. */
export function groupTombstone<Type extends GroupRecordType>(
  type: Type,
  key: EncodableMessage<Declarations[Type]["key"]>,
): GroupRecord & { readonly type: Type } {
  return RECORDS.tombstone(type, key);
}

/** @throws {EncodeError} When the version has no place for a value. */
export function encodeGroupRecord(record: GroupRecord): RecordBytes {
  return RECORDS.encode(record);
}

/**
 * Byte fields are views of the arguments.
 *
 * @throws {UnknownTypeError} On a type or version that is not known (Kafka skips records of unknown type).
 * @throws {DecodeError} When the bytes are no such record.
 */
export function decodeGroupRecord(key: Uint8Array, value: Uint8Array | null): GroupRecord {
  return RECORDS.decode(key, value);
}

/** The key alone; throws as {@linkcode decodeGroupRecord}. */
export function decodeGroupKey(key: Uint8Array): GroupRecordKey {
  return RECORDS.decodeKey(key);
}
