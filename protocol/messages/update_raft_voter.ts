/** Update Raft Voter, API key 82. */
import { array, int16, int32, string, struct, uint16, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const UpdateRaftVoterRequest = request(82, "UpdateRaftVoter", "0", "0+", {
  clusterId: string({ nullable: "0+" }),
  currentLeaderEpoch: int32(),
  voterId: int32(),
  voterDirectoryId: uuid(),
  listeners: array(struct({
    name: string(),
    host: string(),
    port: uint16(),
  })),
  kRaftVersionFeature: struct({
    minSupportedVersion: int16(),
    maxSupportedVersion: int16(),
  }),
});

export const UpdateRaftVoterResponse = response(82, "UpdateRaftVoter", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  currentLeader: struct({
    leaderId: int32({ default: -1 }),
    leaderEpoch: int32({ default: -1 }),
    host: string(),
    port: int32(),
  }, { tag: 0 }),
});
