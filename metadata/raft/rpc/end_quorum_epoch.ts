/** EndQuorumEpoch on the wire (API 54). */
import { Apis } from "../../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../../protocol/codec/message.ts";
import type {
  EndQuorumEpochRequest as Request,
  EndQuorumEpochResponse as Response,
} from "../../../protocol/messages/end_quorum_epoch.ts";
import type { EndQuorumEpochRequest, PeerEndAnswer, RaftAnswer } from "../messages.ts";
import { type Endpoint, METADATA_PARTITION, METADATA_TOPIC, replicaKey } from "../types.ts";
import * as envelope from "./envelope.ts";

export const END_QUORUM_EPOCH = Apis.EndQuorumEpoch;

export function readRequest(
  request: DecodedMessage<typeof Request>,
  clusterId: string,
): envelope.Understood<EndQuorumEpochRequest> {
  return envelope.unwrap(request.clusterId, request.topics, clusterId, (partition) => ({
    kind: "end-quorum-epoch",
    leaderId: partition.leaderId,
    epoch: partition.leaderEpoch,
    preferred: partition.preferredCandidates.length > 0
      ? partition.preferredCandidates.map((candidate) =>
        replicaKey(candidate.candidateId, candidate.candidateDirectoryId)
      )
      : partition.preferredSuccessors.map((id) => replicaKey(id)),
    endpoints: envelope.upperCaseNames(request.leaderEndpoints),
  }));
}

export function writeAnswer(
  answer: RaftAnswer,
  leaderEndpoint: Endpoint | undefined,
  version: number,
): EncodableMessage<typeof Response> {
  return {
    errorCode: 0,
    topics: [{
      topicName: METADATA_TOPIC,
      partitions: [{
        partitionIndex: METADATA_PARTITION,
        errorCode: answer.error,
        leaderId: envelope.idOrMinusOne(answer.leaderId),
        leaderEpoch: answer.epoch,
      }],
    }],
    ...envelope.nodeEndpoints(answer, leaderEndpoint, version),
  };
}

export function writeRequest(
  request: EndQuorumEpochRequest,
  clusterId: string,
): EncodableMessage<typeof Request> {
  return {
    clusterId,
    topics: [{
      topicName: METADATA_TOPIC,
      partitions: [{
        partitionIndex: METADATA_PARTITION,
        leaderId: request.leaderId,
        leaderEpoch: request.epoch,
        preferredSuccessors: request.preferred.map(({ id }) => id),
        preferredCandidates: request.preferred.map(({ id, directoryId }) => ({
          candidateId: id,
          candidateDirectoryId: directoryId,
        })),
      }],
    }],
    leaderEndpoints: request.endpoints,
  };
}

export function readAnswer(
  response: DecodedMessage<typeof Response>,
  listener: string,
): PeerEndAnswer {
  const partition = envelope.onlyPartition(response.topics);
  if (partition === undefined) {
    return { kind: "end-quorum-epoch", ...envelope.withoutPartition(response.errorCode) };
  }
  return {
    kind: "end-quorum-epoch",
    topLevelError: response.errorCode,
    error: partition.errorCode,
    leaderId: partition.leaderId < 0 ? null : partition.leaderId,
    epoch: partition.leaderEpoch,
    leaderEndpoints: envelope.leaderEndpoints(
      partition.leaderId,
      response.nodeEndpoints,
      listener,
    ),
  };
}
