/** DescribeProducers (61): who writes to a partition with a producer id (KIP-664). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { EncodableMessage } from "../../protocol/codec/message.ts";
import { ApiError, errorMessage, Errors } from "../../protocol/errors.ts";
import type { DescribeProducersResponse } from "../../protocol/messages/describe_producers.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";

type Result = EncodableMessage<
  typeof DescribeProducersResponse
>["topics"][number]["partitions"][number];

export function describeProducers(services: BrokerServices): ApiHandler {
  return defineApi(Apis.DescribeProducers, ({ topics }) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((index) => describe(services, name, index)),
    })),
  }));
}

function describe({ metadata, replicas }: BrokerServices, topic: string, index: number): Result {
  if (!metadata.image.topics.byName.has(topic)) {
    const code = Errors.UNKNOWN_TOPIC_OR_PARTITION;
    return { ...failed(index, code), errorMessage: errorMessage(code) };
  }
  try {
    const { log } = replicas.leaderPartition(topic, index);
    return {
      partitionIndex: index,
      errorCode: Errors.NONE,
      errorMessage: null,
      activeProducers: log.activeProducers().map((producer) => ({
        producerId: producer.producerId,
        producerEpoch: producer.epoch,
        lastSequence: producer.lastSequence,
        lastTimestamp: BigInt(producer.lastTimestampMs),
        coordinatorEpoch: producer.coordinatorEpoch,
        currentTxnStartOffset: BigInt(producer.transactionFirstOffset),
      })),
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return failed(index, error.code);
  }
}

function failed(partitionIndex: number, errorCode: number): Result {
  return { partitionIndex, errorCode, errorMessage: null, activeProducers: [] };
}
