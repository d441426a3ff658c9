/** Records that the group coordinator writes to `__consumer_offsets` for classic groups (coordinator spec 6.4). */
import {
  encodeGroupRecord,
  groupRecord as record,
  groupTombstone as tombstone,
} from "../../protocol/data/group_framing.ts";
import type { RecordBytes } from "../../protocol/data/keyed_records.ts";
import type { ClassicGroup } from "./classic_group.ts";
import type { CommittedOffset } from "./committed_offsets.ts";
import { NO_ASSIGNMENT } from "./group_member.ts";

/** A null value deletes the key. */
export type GroupLogRecord = RecordBytes;

/** Versions that Kafka 4.3 writes; the first is of offsets that carry their own expiry (OffsetCommit 2 to 4). */
const EXPIRING_OFFSET_VERSION = 1;
const OFFSET_VERSION = 4;
const GROUP_VERSION = 3;

export function offsetRecord(
  group: string,
  topic: string,
  partition: number,
  offset: CommittedOffset,
): GroupLogRecord {
  const version = offset.expireTimestampMs === null ? OFFSET_VERSION : EXPIRING_OFFSET_VERSION;
  return encodeGroupRecord(record("OffsetCommit", { group, topic, partition }, version, {
    offset: offset.offset,
    leaderEpoch: offset.leaderEpoch,
    metadata: offset.metadata,
    commitTimestamp: BigInt(offset.commitTimestampMs),
    expireTimestamp: BigInt(offset.expireTimestampMs ?? -1),
    topicId: offset.topicId,
  }));
}

export function offsetTombstone(group: string, topic: string, partition: number): GroupLogRecord {
  return encodeGroupRecord(tombstone("OffsetCommit", { group, topic, partition }));
}

/** The group's state with the members' `assignments`, by member id; members that are not named have none. */
export function groupRecord(
  group: ClassicGroup,
  assignments: ReadonlyMap<string, Uint8Array>,
): GroupLogRecord {
  const { protocolName } = group;
  return encodeGroupRecord(record("GroupMetadata", { group: group.id }, GROUP_VERSION, {
    protocolType: group.protocolType ?? "",
    generation: group.generationId,
    protocol: protocolName,
    leader: group.leaderId,
    currentStateTimestamp: BigInt(group.stateTimestampMs ?? -1),
    members: group.members().map((member) => ({
      memberId: member.id,
      groupInstanceId: member.instanceId,
      clientId: member.description.clientId,
      clientHost: member.description.clientHost,
      rebalanceTimeout: member.description.rebalanceTimeoutMs,
      sessionTimeout: member.description.sessionTimeoutMs,
      subscription: protocolName === null ? NO_ASSIGNMENT : member.metadataFor(protocolName),
      assignment: assignments.get(member.id) ?? NO_ASSIGNMENT,
    })),
  }));
}

/** A group that was just made: nobody is in it yet. */
export function newGroupRecord(group: ClassicGroup): GroupLogRecord {
  return encodeGroupRecord(record("GroupMetadata", { group: group.id }, GROUP_VERSION, {
    protocolType: "",
    generation: 0,
    protocol: null,
    leader: null,
    currentStateTimestamp: BigInt(group.stateTimestampMs ?? -1),
    members: [],
  }));
}

export function groupTombstone(groupId: string): GroupLogRecord {
  return encodeGroupRecord(tombstone("GroupMetadata", { group: groupId }));
}
