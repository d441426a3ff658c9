/** Describe Producers, API key 61. */
import { array, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeProducersRequest = request(61, "DescribeProducers", "0", "0+", {
  topics: array(struct({
    name: string(),
    partitionIndexes: array(int32()),
  })),
});

export const DescribeProducersResponse = response(61, "DescribeProducers", "0", "0+", {
  throttleTimeMs: int32(),
  topics: array(struct({
    name: string(),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+", default: null }),
      activeProducers: array(struct({
        producerId: int64(),
        producerEpoch: int32(),
        lastSequence: int32({ default: -1 }),
        lastTimestamp: int64({ default: -1n }),
        coordinatorEpoch: int32(),
        currentTxnStartOffset: int64({ default: -1n }),
      })),
    })),
  })),
});
