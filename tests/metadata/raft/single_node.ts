/** What a replica alone on a simulated or real machine needs. */
import type { RaftConfig } from "../../../metadata/raft/core.ts";
import type { RaftTransport } from "../../../metadata/raft/raft_transport.ts";
import { KRAFT_VERSIONS } from "../../../metadata/raft/voter_set.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { FileHandles } from "../../../storage/file_handles.ts";
import { GroupCommit } from "../../../storage/group_commit.ts";
import { LogMemory } from "../../../storage/log_memory.ts";
import type { PartitionLogResources } from "../../../storage/partition_log.ts";

export function logResources({ disk, clock, random }: Runtime): PartitionLogResources {
  return {
    disk,
    clock,
    random,
    commit: new GroupCommit(clock),
    memory: new LogMemory(clock),
    handles: new FileHandles(disk),
    producerIdExpirationMs: 86_400_000,
  };
}

export function configOf(
  { id, directoryId, port }: { id: number; directoryId?: string; port: number },
): RaftConfig {
  return {
    local: { id, directoryId: directoryId ?? ZERO_UUID },
    listener: "CONTROLLER",
    endpoints: [{ name: "CONTROLLER", host: "127.0.0.1", port }],
    kraftVersions: KRAFT_VERSIONS,
    bootstrapServers: [],
    electionTimeoutMs: 1000,
    fetchTimeoutMs: 2000,
    electionBackoffMaxMs: 1000,
    requestTimeoutMs: 2000,
    retryBackoffMs: 20,
  };
}

export const UNREACHABLE: RaftTransport = {
  send: () => Promise.reject(new Error("there is nobody else")),
  close() {},
};
