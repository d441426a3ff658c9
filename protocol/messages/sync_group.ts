/** Sync Group, API key 14. */
import { array, bytes, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const SyncGroupRequest = request(14, "SyncGroup", "0-5", "4+", {
  groupId: string(),
  generationId: int32(),
  memberId: string(),
  groupInstanceId: string({ versions: "3+", nullable: "3+", default: null }),
  protocolType: string({ versions: "5+", nullable: "5+", default: null, ignorable: true }),
  protocolName: string({ versions: "5+", nullable: "5+", default: null, ignorable: true }),
  assignments: array(struct({
    memberId: string(),
    assignment: bytes(),
  })),
});

export const SyncGroupResponse = response(14, "SyncGroup", "0-5", "4+", {
  throttleTimeMs: int32({ versions: "1+", ignorable: true }),
  errorCode: int16(),
  protocolType: string({ versions: "5+", nullable: "5+", default: null, ignorable: true }),
  protocolName: string({ versions: "5+", nullable: "5+", default: null, ignorable: true }),
  assignment: bytes(),
});
