/** List Partition Reassignments, API key 46. */
import { array, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ListPartitionReassignmentsRequest = request(
  46,
  "ListPartitionReassignments",
  "0",
  "0+",
  {
    timeoutMs: int32({ default: 60000 }),
    topics: array(
      struct({
        name: string(),
        partitionIndexes: array(int32()),
      }),
      { nullable: "0+", default: null },
    ),
  },
);

export const ListPartitionReassignmentsResponse = response(
  46,
  "ListPartitionReassignments",
  "0",
  "0+",
  {
    throttleTimeMs: int32(),
    errorCode: int16(),
    errorMessage: string({ nullable: "0+" }),
    topics: array(struct({
      name: string(),
      partitions: array(struct({
        partitionIndex: int32(),
        replicas: array(int32()),
        addingReplicas: array(int32()),
        removingReplicas: array(int32()),
      })),
    })),
  },
);
