/** Alter Partition Reassignments, API key 45. */
import { array, bool, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AlterPartitionReassignmentsRequest = request(
  45,
  "AlterPartitionReassignments",
  "0-1",
  "0+",
  {
    timeoutMs: int32({ default: 60000 }),
    allowReplicationFactorChange: bool({ versions: "1+", default: true }),
    topics: array(struct({
      name: string(),
      partitions: array(struct({
        partitionIndex: int32(),
        replicas: array(int32(), { nullable: "0+", default: null }),
      })),
    })),
  },
);

export const AlterPartitionReassignmentsResponse = response(
  45,
  "AlterPartitionReassignments",
  "0-1",
  "0+",
  {
    throttleTimeMs: int32(),
    allowReplicationFactorChange: bool({ versions: "1+", default: true, ignorable: true }),
    errorCode: int16(),
    errorMessage: string({ nullable: "0+" }),
    responses: array(struct({
      name: string(),
      partitions: array(struct({
        partitionIndex: int32(),
        errorCode: int16(),
        errorMessage: string({ nullable: "0+" }),
      })),
    })),
  },
);
