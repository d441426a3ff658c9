/** ElectLeaders (43), by the active controller (KIP-460). */
import { NO_LEADER, type PartitionImage } from "../../metadata/image/image.ts";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { EncodableMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { ElectLeadersResponse } from "../../protocol/messages/elect_leaders.ts";
import { defineApi } from "../../network/define_api.ts";
import { askController } from "../forward.ts";
import type { BrokerServices } from "../services.ts";

type Results = EncodableMessage<typeof ElectLeadersResponse>["replicaElectionResults"];

const PREFERRED = 0;
/** How long an answer waits, at most, for this broker to see the new leaders. */
const SEE_ELECTED_MS = 1_000;

/** Answers once this broker sees the elected leaders: who asks for metadata next is told of them. */
export function electLeaders(services: BrokerServices): ApiHandler {
  return defineApi(Apis.ElectLeaders, async (request, context) => {
    const response = await askController(
      services,
      Apis.ElectLeaders,
      request,
      context,
      ({ topicPartitions }, failure, { apiVersion }) => ({
        throttleTimeMs: 0,
        ...apiVersion >= 1 && { errorCode: failure.errorCode },
        replicaElectionResults: (topicPartitions ?? []).map(({ topic, partitions }) => ({
          topic,
          partitionResult: partitions.map((partitionId) => ({ partitionId, ...failure })),
        })),
      }),
    );
    const done = request.electionType === PREFERRED ? isLedByPreferred : isLed;
    const elected = electedPartitions(response.replicaElectionResults);
    await services.metadata.until(
      ({ topics }) =>
        elected.every(({ topic, partitionId }) => {
          const partition = topics.byName.get(topic)?.partitions[partitionId];
          return partition === undefined || done(partition);
        }),
      Math.max(0, Math.min(request.timeoutMs, SEE_ELECTED_MS)),
    );
    return response;
  });
}

function electedPartitions(results: Results) {
  return results.flatMap(({ topic, partitionResult }) =>
    partitionResult.filter(({ errorCode }) => errorCode === Errors.NONE)
      .map(({ partitionId }) => ({ topic, partitionId }))
  );
}

const isLed = ({ leader }: PartitionImage) => leader !== NO_LEADER;
const isLedByPreferred = ({ leader, replicas }: PartitionImage) => leader === replicas[0];
