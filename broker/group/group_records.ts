/** Records that the group coordinator writes to `__consumer_offsets`, and how they are read back. */
import {
  GroupMetadataKey,
  GroupMetadataValue,
  OffsetCommitKey,
  OffsetCommitValue,
} from "../../protocol/data/group_records.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import type { EncodableMessage, Message } from "../../protocol/codec/message.ts";
import { Writer } from "../../protocol/codec/writer.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import type { ClassicGroup } from "./classic_group.ts";
import type { CommittedOffset } from "./committed_offsets.ts";
import { NO_ASSIGNMENT } from "./group_member.ts";

/** A null value deletes the key. */
export interface GroupLogRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

/** Types of keys; 0 is the old form of an offset commit. */
const OFFSET_COMMIT_LEGACY = 0;
const OFFSET_COMMIT = 1;
const GROUP_METADATA = 2;

function framed<M extends Message<any>>(
  message: M,
  prefix: number,
  value: EncodableMessage<M>,
  version: number,
) {
  const writer = new Writer();
  writer.int16(prefix);
  message.write(writer, value, version);
  return writer.toBytes();
}

export function offsetRecord(
  group: string,
  topic: string,
  partition: number,
  offset: CommittedOffset,
): GroupLogRecord {
  const version = offset.expireTimestampMs !== null ? 1 : offset.topicId === ZERO_UUID ? 3 : 4;
  return {
    key: framed(OffsetCommitKey, OFFSET_COMMIT, { group, topic, partition }, 0),
    value: framed(OffsetCommitValue, version, {
      offset: offset.offset,
      leaderEpoch: offset.leaderEpoch,
      metadata: offset.metadata,
      commitTimestamp: BigInt(offset.commitTimestampMs),
      expireTimestamp: BigInt(offset.expireTimestampMs ?? -1),
      topicId: offset.topicId,
    }, version),
  };
}

export function offsetTombstone(group: string, topic: string, partition: number): GroupLogRecord {
  return {
    key: framed(OffsetCommitKey, OFFSET_COMMIT, { group, topic, partition }, 0),
    value: null,
  };
}

/** Version of group records that Kafka writes: the last one that old brokers read. */
const GROUP_VERSION = 3;

export function groupRecord(
  group: ClassicGroup,
  assignments: ReadonlyMap<string, Uint8Array>,
): GroupLogRecord {
  return {
    key: framed(GroupMetadataKey, GROUP_METADATA, { group: group.id }, 0),
    value: framed(GroupMetadataValue, GROUP_VERSION, {
      protocolType: group.protocolType ?? "",
      generation: group.generationId,
      protocol: group.protocolName,
      leader: group.protocolName === null ? null : group.leaderId,
      currentStateTimestamp: BigInt(group.stateTimestampMs),
      members: group.members().map((member) => ({
        memberId: member.id,
        groupInstanceId: member.instanceId,
        clientId: member.description.clientId,
        clientHost: member.description.clientHost,
        rebalanceTimeout: member.description.rebalanceTimeoutMs,
        sessionTimeout: member.description.sessionTimeoutMs,
        subscription: group.protocolName === null
          ? NO_ASSIGNMENT
          : member.metadataFor(group.protocolName),
        assignment: assignments.get(member.id) ?? NO_ASSIGNMENT,
      })),
    }, GROUP_VERSION),
  };
}

export function groupTombstone(groupId: string): GroupLogRecord {
  return { key: framed(GroupMetadataKey, GROUP_METADATA, { group: groupId }, 0), value: null };
}

export type ReadRecord =
  | {
    readonly type: "offset";
    readonly group: string;
    readonly topic: string;
    readonly partition: number;
    readonly offset: CommittedOffset | null;
  }
  | {
    readonly type: "group";
    readonly group: string;
    readonly value: ReturnType<typeof GroupMetadataValue.decode> | null;
  }
  | { readonly type: "other"; readonly keyType: number };

/**
 * Reads a record. Types of other kinds of groups are told by their number, unread.
 *
 * @throws {DecodeError} On a malformed key or value.
 */
export function readRecord(key: Uint8Array, value: Uint8Array | null): ReadRecord {
  const keyReader = new Reader(key);
  const keyType = keyReader.int16();
  switch (keyType) {
    case OFFSET_COMMIT_LEGACY:
    case OFFSET_COMMIT: {
      const { group, topic, partition } = OffsetCommitKey.read(keyReader, 0);
      return { type: "offset", group, topic, partition, offset: value && readOffset(value) };
    }
    case GROUP_METADATA: {
      const { group } = GroupMetadataKey.read(keyReader, 0);
      return { type: "group", group, value: value && readGroup(value) };
    }
    default:
      return { type: "other", keyType };
  }
}

function readOffset(value: Uint8Array): CommittedOffset {
  const reader = new Reader(value);
  const decoded = OffsetCommitValue.read(reader, reader.int16());
  return {
    offset: decoded.offset,
    leaderEpoch: decoded.leaderEpoch,
    metadata: decoded.metadata,
    commitTimestampMs: Number(decoded.commitTimestamp),
    expireTimestampMs: decoded.expireTimestamp < 0n ? null : Number(decoded.expireTimestamp),
    topicId: decoded.topicId,
  };
}

function readGroup(value: Uint8Array) {
  const reader = new Reader(value);
  return GroupMetadataValue.read(reader, reader.int16());
}
