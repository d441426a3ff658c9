/** Answers to JoinGroup and SyncGroup. */
import { Errors } from "../../protocol/errors.ts";
import type { ClassicGroup } from "./classic_group.ts";
import {
  type GroupMember,
  type JoinResult,
  NO_ASSIGNMENT,
  type SyncResult,
} from "./group_member.ts";

/** The answer to a member that has joined the current generation. The leader learns of all members. */
export function joinResult(group: ClassicGroup, member: GroupMember): JoinResult {
  return {
    errorCode: Errors.NONE,
    generationId: group.generationId,
    protocolType: group.protocolType,
    protocolName: group.protocolName,
    leader: group.leaderId ?? "",
    skipAssignment: false,
    memberId: member.id,
    members: group.leaderId === member.id ? membersWithMetadata(group) : [],
  };
}

/** Every member with its metadata for the chosen protocol. */
function membersWithMetadata(group: ClassicGroup): JoinResult["members"] {
  return group.members().map((member) => ({
    memberId: member.id,
    groupInstanceId: member.instanceId,
    metadata: member.metadataFor(group.protocolName!),
  }));
}

export function failedJoin(memberId: string, errorCode: number): JoinResult {
  return {
    errorCode,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: "",
    skipAssignment: false,
    memberId,
    members: [],
  };
}

export function syncResult(group: ClassicGroup, member: GroupMember): SyncResult {
  return {
    errorCode: Errors.NONE,
    protocolType: group.protocolType,
    protocolName: group.protocolName,
    assignment: member.assignment,
  };
}

export function failedSync(errorCode: number): SyncResult {
  return { errorCode, protocolType: null, protocolName: null, assignment: NO_ASSIGNMENT };
}
