/** UpdateRaftVoter on the wire (API 82). */
import { Apis } from "../../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../../protocol/codec/message.ts";
import { Errors } from "../../../protocol/errors.ts";
import type {
  UpdateRaftVoterRequest as Request,
  UpdateRaftVoterResponse as Response,
} from "../../../protocol/messages/update_raft_voter.ts";
import type { PeerUpdateVoterAnswer, RaftAnswer, UpdateVoterRequest } from "../messages.ts";
import type { Endpoint } from "../types.ts";
import * as envelope from "./envelope.ts";

export const UPDATE_RAFT_VOTER = Apis.UpdateRaftVoter;

export function readRequest(
  request: DecodedMessage<typeof Request>,
  clusterId: string,
): envelope.Understood<UpdateVoterRequest> {
  if (envelope.isOtherCluster(request.clusterId, clusterId)) {
    return { topLevelError: Errors.INCONSISTENT_CLUSTER_ID };
  }
  const { minSupportedVersion: min, maxSupportedVersion: max } = request.kRaftVersionFeature;
  return {
    request: {
      kind: "update-voter",
      epoch: request.currentLeaderEpoch,
      voter: {
        id: request.voterId,
        directoryId: request.voterDirectoryId,
        endpoints: envelope.upperCaseNames(request.listeners),
        kraftVersions: { min, max },
      },
    },
  };
}

export function writeAnswer(
  answer: RaftAnswer,
  leaderEndpoint: Endpoint | undefined,
): EncodableMessage<typeof Response> {
  return {
    throttleTimeMs: 0,
    errorCode: answer.error,
    currentLeader: {
      leaderId: envelope.idOrMinusOne(answer.leaderId),
      leaderEpoch: answer.epoch,
      host: leaderEndpoint?.host ?? "",
      port: leaderEndpoint?.port ?? 0,
    },
  };
}

export function writeRequest(
  request: UpdateVoterRequest,
  clusterId: string,
): EncodableMessage<typeof Request> {
  const { voter } = request;
  return {
    clusterId,
    currentLeaderEpoch: request.epoch,
    voterId: voter.id,
    voterDirectoryId: voter.directoryId,
    listeners: voter.endpoints,
    kRaftVersionFeature: {
      minSupportedVersion: voter.kraftVersions.min,
      maxSupportedVersion: voter.kraftVersions.max,
    },
  };
}

export function readAnswer(
  response: DecodedMessage<typeof Response>,
  listener: string,
): PeerUpdateVoterAnswer {
  const { leaderId, leaderEpoch, host, port } = response.currentLeader;
  return {
    kind: "update-voter",
    topLevelError: Errors.NONE,
    error: response.errorCode,
    leaderId: leaderId < 0 ? null : leaderId,
    epoch: leaderEpoch,
    leaderEndpoints: leaderId < 0 || host === "" ? [] : [{ name: listener, host, port }],
  };
}
