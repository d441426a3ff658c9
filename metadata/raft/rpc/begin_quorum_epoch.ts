/** BeginQuorumEpoch on the wire (API 53). */
import { Apis } from "../../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../../protocol/codec/message.ts";
import type {
  BeginQuorumEpochRequest as Request,
  BeginQuorumEpochResponse as Response,
} from "../../../protocol/messages/begin_quorum_epoch.ts";
import type { BeginQuorumEpochRequest, PeerBeginAnswer, RaftAnswer } from "../messages.ts";
import { type Endpoint, METADATA_PARTITION, METADATA_TOPIC } from "../types.ts";
import * as envelope from "./envelope.ts";

export const BEGIN_QUORUM_EPOCH = Apis.BeginQuorumEpoch;

export function readRequest(
  request: DecodedMessage<typeof Request>,
  clusterId: string,
): envelope.Understood<BeginQuorumEpochRequest> {
  return envelope.unwrap(request.clusterId, request.topics, clusterId, (partition) => ({
    kind: "begin-quorum-epoch",
    leaderId: partition.leaderId,
    epoch: partition.leaderEpoch,
    voter: envelope.voterOrNull(request.voterId, partition.voterDirectoryId),
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
  request: BeginQuorumEpochRequest,
  clusterId: string,
): EncodableMessage<typeof Request> {
  const { voterId, voterDirectoryId } = envelope.voterKeyFields(request.voter);
  return {
    clusterId,
    voterId,
    topics: [{
      topicName: METADATA_TOPIC,
      partitions: [{
        partitionIndex: METADATA_PARTITION,
        voterDirectoryId,
        leaderId: request.leaderId,
        leaderEpoch: request.epoch,
      }],
    }],
    leaderEndpoints: request.endpoints,
  };
}

export function readAnswer(
  response: DecodedMessage<typeof Response>,
  listener: string,
): PeerBeginAnswer {
  const partition = envelope.onlyPartition(response.topics);
  if (partition === undefined) {
    return { kind: "begin-quorum-epoch", ...envelope.withoutPartition(response.errorCode) };
  }
  return {
    kind: "begin-quorum-epoch",
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
