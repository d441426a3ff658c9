/** Join Group, API key 11. */
import { array, bool, bytes, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const JoinGroupRequest = request(11, "JoinGroup", "0-9", "6+", {
  groupId: string(),
  sessionTimeoutMs: int32(),
  rebalanceTimeoutMs: int32({ versions: "1+", default: -1, ignorable: true }),
  memberId: string(),
  groupInstanceId: string({ versions: "5+", nullable: "5+", default: null }),
  protocolType: string(),
  protocols: array(struct({
    name: string(),
    metadata: bytes(),
  })),
  reason: string({ versions: "8+", nullable: "8+", default: null, ignorable: true }),
});

export const JoinGroupResponse = response(11, "JoinGroup", "0-9", "6+", {
  throttleTimeMs: int32({ versions: "2+", ignorable: true }),
  errorCode: int16(),
  generationId: int32({ default: -1 }),
  protocolType: string({ versions: "7+", nullable: "7+", default: null, ignorable: true }),
  protocolName: string({ nullable: "7+" }),
  leader: string(),
  skipAssignment: bool({ versions: "9+", default: false }),
  memberId: string(),
  members: array(struct({
    memberId: string(),
    groupInstanceId: string({ versions: "5+", nullable: "5+", default: null, ignorable: true }),
    metadata: bytes(),
  })),
});
