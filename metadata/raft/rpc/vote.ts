/** Vote on the wire (API 52). */
import { Apis } from "../../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../../protocol/codec/message.ts";
import type {
  VoteRequest as Request,
  VoteResponse as Response,
} from "../../../protocol/messages/vote.ts";
import type { PeerVoteAnswer, VoteAnswer, VoteRequest } from "../messages.ts";
import { UnsupportedApiError } from "../raft_transport.ts";
import { type Endpoint, METADATA_PARTITION, METADATA_TOPIC } from "../types.ts";
import * as envelope from "./envelope.ts";

export const VOTE = Apis.Vote;

export function readRequest(
  request: DecodedMessage<typeof Request>,
  clusterId: string,
): envelope.Understood<VoteRequest> {
  return envelope.unwrap(request.clusterId, request.topics, clusterId, (partition) => ({
    kind: "vote",
    candidate: { id: partition.replicaId, directoryId: partition.replicaDirectoryId },
    voter: envelope.voterOrNull(request.voterId, partition.voterDirectoryId),
    epoch: partition.replicaEpoch,
    preVote: partition.preVote,
    lastOffset: Number(partition.lastOffset),
    lastEpoch: partition.lastOffsetEpoch,
  }));
}

export function writeAnswer(
  answer: VoteAnswer,
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
        voteGranted: answer.voteGranted,
      }],
    }],
    ...envelope.nodeEndpoints(answer, leaderEndpoint, version),
  };
}

/** @throws {UnsupportedApiError} For a pre-vote that the version has no word for. */
export function writeRequest(
  request: VoteRequest,
  clusterId: string,
  version: number,
): EncodableMessage<typeof Request> {
  if (request.preVote && version < 2) {
    throw new UnsupportedApiError(`Vote version ${version} has no pre-votes`);
  }
  const { voterId, voterDirectoryId } = envelope.voterKeyFields(request.voter);
  return {
    clusterId,
    voterId,
    topics: [{
      topicName: METADATA_TOPIC,
      partitions: [{
        partitionIndex: METADATA_PARTITION,
        replicaEpoch: request.epoch,
        replicaId: request.candidate.id,
        replicaDirectoryId: request.candidate.directoryId,
        voterDirectoryId,
        lastOffsetEpoch: request.lastEpoch,
        lastOffset: BigInt(request.lastOffset),
        ...(version >= 2 ? { preVote: request.preVote } : {}),
      }],
    }],
  };
}

export function readAnswer(
  response: DecodedMessage<typeof Response>,
  listener: string,
): PeerVoteAnswer {
  const partition = envelope.onlyPartition(response.topics);
  if (partition === undefined) {
    return { kind: "vote", ...envelope.withoutPartition(response.errorCode), voteGranted: false };
  }
  return {
    kind: "vote",
    topLevelError: response.errorCode,
    error: partition.errorCode,
    leaderId: partition.leaderId < 0 ? null : partition.leaderId,
    epoch: partition.leaderEpoch,
    leaderEndpoints: envelope.leaderEndpoints(
      partition.leaderId,
      response.nodeEndpoints,
      listener,
    ),
    voteGranted: partition.voteGranted,
  };
}
