/** Create Partitions, API key 37. */
import { array, bool, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const CreatePartitionsRequest = request(37, "CreatePartitions", "0-3", "2+", {
  topics: array(struct({
    name: string(),
    count: int32(),
    assignments: array(
      struct({
        brokerIds: array(int32()),
      }),
      { nullable: "0+" },
    ),
  })),
  timeoutMs: int32(),
  validateOnly: bool(),
});

export const CreatePartitionsResponse = response(37, "CreatePartitions", "0-3", "2+", {
  throttleTimeMs: int32(),
  results: array(struct({
    name: string(),
    errorCode: int16(),
    errorMessage: string({ nullable: "0+", default: null }),
  })),
});
