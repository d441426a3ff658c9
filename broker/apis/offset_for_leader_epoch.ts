/** OffsetForLeaderEpoch (23): where an epoch ended in the leader's log (KIP-101, KIP-279, KIP-320). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";

export function offsetForLeaderEpoch(services: BrokerServices): ApiHandler {
  return defineApi(Apis.OffsetForLeaderEpoch, (request) => ({
    topics: request.topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, currentLeaderEpoch, leaderEpoch }) => {
        try {
          const { log } = services.replicas.leaderPartition(topic, partition, currentLeaderEpoch);
          const { epoch, endOffset } = log.endOffsetForEpoch(leaderEpoch);
          return {
            errorCode: Errors.NONE,
            partition,
            leaderEpoch: epoch,
            endOffset: BigInt(endOffset),
          };
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          return { errorCode: error.code, partition };
        }
      }),
    })),
  }));
}
