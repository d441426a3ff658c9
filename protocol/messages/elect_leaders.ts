/** Elect Leaders, API key 43. */
import { array, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ElectLeadersRequest = request(43, "ElectLeaders", "0-2", "2+", {
  electionType: int8({ versions: "1+" }),
  topicPartitions: array(
    struct({
      topic: string(),
      partitions: array(int32()),
    }),
    { nullable: "0+" },
  ),
  timeoutMs: int32({ default: 60000 }),
});

export const ElectLeadersResponse = response(43, "ElectLeaders", "0-2", "2+", {
  throttleTimeMs: int32(),
  errorCode: int16({ versions: "1+" }),
  replicaElectionResults: array(struct({
    topic: string(),
    partitionResult: array(struct({
      partitionId: int32(),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+" }),
    })),
  })),
});
