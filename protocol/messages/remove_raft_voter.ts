/** Remove Raft Voter, API key 81. */
import { int16, int32, string, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const RemoveRaftVoterRequest = request(81, "RemoveRaftVoter", "0", "0+", {
  clusterId: string({ nullable: "0+" }),
  voterId: int32(),
  voterDirectoryId: uuid(),
});

export const RemoveRaftVoterResponse = response(81, "RemoveRaftVoter", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+", ignorable: true }),
});
