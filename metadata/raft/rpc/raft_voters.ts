/** AddRaftVoter and RemoveRaftVoter on the wire (APIs 80 and 81). */
import { Apis } from "../../../protocol/apis.ts";
import type { DecodedMessage } from "../../../protocol/codec/message.ts";
import { errorMessage, Errors } from "../../../protocol/errors.ts";
import type { AddRaftVoterRequest } from "../../../protocol/messages/add_raft_voter.ts";
import type { RemoveRaftVoterRequest } from "../../../protocol/messages/remove_raft_voter.ts";
import type { ReplicaKey } from "../types.ts";
import type { AddVoterRequest } from "../voter_change.ts";
import * as envelope from "./envelope.ts";

export const ADD_RAFT_VOTER = Apis.AddRaftVoter;
export const REMOVE_RAFT_VOTER = Apis.RemoveRaftVoter;

export function readAddRequest(
  request: DecodedMessage<typeof AddRaftVoterRequest>,
  clusterId: string,
): envelope.Understood<AddVoterRequest> {
  if (envelope.isOtherCluster(request.clusterId, clusterId)) {
    return { topLevelError: Errors.INCONSISTENT_CLUSTER_ID };
  }
  return {
    request: {
      voter: { id: request.voterId, directoryId: request.voterDirectoryId },
      endpoints: envelope.upperCaseNames(request.listeners),
      ackWhenCommitted: request.ackWhenCommitted,
    },
  };
}

export function readRemoveRequest(
  request: DecodedMessage<typeof RemoveRaftVoterRequest>,
  clusterId: string,
): envelope.Understood<ReplicaKey> {
  if (envelope.isOtherCluster(request.clusterId, clusterId)) {
    return { topLevelError: Errors.INCONSISTENT_CLUSTER_ID };
  }
  return { request: { id: request.voterId, directoryId: request.voterDirectoryId } };
}

/** Both answers look alike. */
export function writeAnswer(errorCode: number, change: "adding" | "removing") {
  return { throttleTimeMs: 0, errorCode, errorMessage: messageOf(errorCode, change) };
}

function messageOf(errorCode: number, change: string): string | null {
  if (errorCode === Errors.NONE) return null;
  if (errorCode !== Errors.UNSUPPORTED_VERSION) return errorMessage(errorCode);
  return `Cluster doesn't support ${change} voter because the kraft.version feature is 0`;
}
