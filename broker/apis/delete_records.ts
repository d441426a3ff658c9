/** DeleteRecords (21): raises where a partition's log starts (KIP-107). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import { isInternalTopic } from "../internal_topics.ts";
import type { Partition } from "../partition/partition.ts";
import type { BrokerServices } from "../services.ts";

interface Result {
  readonly lowWatermark: bigint;
  readonly errorCode: number;
}

export function deleteRecords(services: BrokerServices): ApiHandler {
  return defineApi(Apis.DeleteRecords, async ({ topics, timeoutMs }) => ({
    throttleTimeMs: 0,
    topics: await Promise.all(topics.map(async ({ name, partitions }) => ({
      name,
      partitions: await Promise.all(partitions.map(async ({ partitionIndex, offset }) => ({
        partitionIndex,
        ...await deleteBefore(services, name, partitionIndex, Number(offset), timeoutMs),
      }))),
    }))),
  }));
}

async function deleteBefore(
  services: BrokerServices,
  topic: string,
  index: number,
  offset: number,
  timeoutMs: number,
): Promise<Result> {
  try {
    if (isInternalTopic(topic)) throw new ApiError(Errors.INVALID_TOPIC_EXCEPTION);
    const partition = services.replicas.leaderPartition(topic, index);
    return await everywhere(
      services,
      partition,
      partition.deleteRecordsBefore(offset),
      timeoutMs,
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { lowWatermark: -1n, errorCode: error.code };
  }
}

/** Waits until every living replica has deleted what is before `offset`. */
function everywhere(
  { expirations, metadata }: BrokerServices,
  partition: Partition,
  offset: number,
  timeoutMs: number,
): Promise<Result> {
  const isAlive = (id: number) => metadata.image.brokers.get(id)?.fenced === false;
  const state = (): Result | null => {
    if (!partition.isLeader) {
      return { lowWatermark: -1n, errorCode: Errors.NOT_LEADER_OR_FOLLOWER };
    }
    const low = partition.lowWatermark(isAlive);
    return low >= offset ? { lowWatermark: BigInt(low), errorCode: Errors.NONE } : null;
  };
  const now = state();
  if (now !== null) return Promise.resolve(now);
  return new Promise((resolve) => {
    const end = (result: Result) => {
      stopObserving();
      cancel();
      resolve(result);
    };
    const stopObserving = partition.observe(() => {
      const result = state();
      if (result !== null) end(result);
    });
    const cancel = expirations.add(timeoutMs, () =>
      end({
        lowWatermark: BigInt(partition.lowWatermark(isAlive)),
        errorCode: Errors.REQUEST_TIMED_OUT,
      }));
  });
}
