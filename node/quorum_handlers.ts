/** The quorum's own APIs as handlers of the controller listener: what other replicas and tools ask of this one. */
import { RaftRequests } from "../metadata/raft/raft_requests.ts";
import type { RaftNode } from "../metadata/raft/raft_node.ts";
import type { ApiHandler } from "../network/api.ts";
import { defineApi } from "../network/define_api.ts";
import { Apis } from "../protocol/apis.ts";

const QUORUM_APIS = [
  Apis.Fetch,
  Apis.Vote,
  Apis.BeginQuorumEpoch,
  Apis.EndQuorumEpoch,
  Apis.DescribeQuorum,
  Apis.FetchSnapshot,
  Apis.AddRaftVoter,
  Apis.RemoveRaftVoter,
  Apis.UpdateRaftVoter,
] as const;

export function quorumHandlers(raft: RaftNode, clusterId: string): ApiHandler[] {
  const requests = new RaftRequests(raft, clusterId);
  return QUORUM_APIS.map((api) =>
    defineApi<any, any>(
      api,
      (message, { apiVersion, connection }) =>
        requests.handle(api.key, message, { version: apiVersion, listener: connection.listener }),
      // A Vote must not wait behind a Fetch that does.
      { overlaps: true },
    )
  );
}
