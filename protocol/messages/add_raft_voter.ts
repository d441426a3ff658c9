/** Add Raft Voter, API key 80. */
import { array, bool, int16, int32, string, struct, uint16, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AddRaftVoterRequest = request(80, "AddRaftVoter", "0-1", "0+", {
  clusterId: string({ nullable: "0+" }),
  timeoutMs: int32(),
  voterId: int32(),
  voterDirectoryId: uuid(),
  listeners: array(struct({
    name: string(),
    host: string(),
    port: uint16(),
  })),
  ackWhenCommitted: bool({ versions: "1+", default: true }),
});

export const AddRaftVoterResponse = response(80, "AddRaftVoter", "0-1", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+", ignorable: true }),
});
