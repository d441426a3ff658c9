/** The quorum as `kafka-metadata-quorum describe` prints it. */
import type { DescribedQuorum, QuorumReplica } from "../../client/admin/quorum.ts";
import { formatListener } from "../../config/listener.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import type { Listing } from "../output/listing.ts";
import { tabTable } from "../output/tab_table.ts";

/** `--status`. */
export function quorumStatus(
  clusterId: string | null,
  quorum: DescribedQuorum,
): Listing<readonly [string, unknown]> {
  const { leaderId, leaderEpoch, highWatermark, voters, observers } = quorum;
  const { lag, lagMs } = greatestLag(quorum);
  return {
    columns: [
      { title: "", width: 23, of: ([name]) => `${name}:`, tone: () => "strong" },
      { title: "", of: ([, value]) => `${value}` },
    ],
    rows: [
      ["ClusterId", clusterId],
      ["LeaderId", leaderId],
      ["LeaderEpoch", leaderEpoch],
      ["HighWatermark", highWatermark],
      ["MaxFollowerLag", lag ?? -1],
      ["MaxFollowerLagTimeMs", lagMs ?? -1],
      ["CurrentVoters", membersText(voters, quorum)],
      ["CurrentObservers", membersText(observers, quorum)],
    ],
    json: {
      clusterId,
      leaderId: leaderId < 0 ? null : leaderId,
      leaderEpoch,
      highWatermark: highWatermark < 0n ? null : highWatermark,
      maxFollowerLag: lag,
      maxFollowerLagTimeMs: lagMs,
      currentVoters: members(voters, quorum),
      currentObservers: members(observers, quorum),
    },
  };
}

/** Of the voter that is furthest behind the leader; null where that is unknown. */
function greatestLag(
  { leaderId, voters }: DescribedQuorum,
): { lag: bigint | null; lagMs: bigint | null } {
  const leader = voters.find(({ id }) => id === leaderId);
  if (leader === undefined) return { lag: null, lagMs: null };
  const last = voters.reduce((a, b) => b.logEndOffset < a.logEndOffset ? b : a, leader);
  const lag = leader.logEndOffset - last.logEndOffset;
  if (last === leader) return { lag, lagMs: 0n };
  const isKnown = leader.lastCaughtUpMs !== null && last.lastCaughtUpMs !== null;
  return { lag, lagMs: isKnown ? leader.lastCaughtUpMs - last.lastCaughtUpMs : null };
}

function members(replicas: readonly QuorumReplica[], { endpoints }: DescribedQuorum) {
  return replicas.map(({ id, directoryId }) => ({
    id,
    directoryId,
    endpoints: endpoints.get(id) ?? [],
  }));
}

function membersText(replicas: readonly QuorumReplica[], quorum: DescribedQuorum): string {
  const texts = members(replicas, quorum).map(({ id, directoryId, endpoints }) => {
    const listeners = endpoints.map((it) => `"${formatListener(it)}"`);
    const parts = [
      `"id": ${id}`,
      ...directoryId === null ? [] : [`"directoryId": "${directoryId}"`],
      ...listeners.length === 0 ? [] : [`"endpoints": [${listeners.join(", ")}]`],
    ];
    return `{${parts.join(", ")}}`;
  });
  return `[${texts.join(", ")}]`;
}

interface ReplicationRow {
  readonly nodeId: number;
  /** Null where members have none. */
  readonly directoryId: string | null;
  readonly logEndOffset: bigint;
  readonly lag: bigint;
  /** Milliseconds since the Unix epoch; null when unknown. */
  readonly lastFetchTimestamp: bigint | null;
  readonly lastCaughtUpTimestamp: bigint | null;
  readonly status: "Leader" | "Follower" | "Observer";
}

/**
 * `--replication`.
 *
 * @param nowMs to tell times relative to it; null: as they are
 */
export function quorumReplication(
  quorum: DescribedQuorum,
  nowMs: number | null,
): Listing<ReplicationRow> {
  const { leaderId, voters, observers } = quorum;
  const leaders = voters.filter(({ id }) => id === leaderId);
  const end = leaders[0]?.logEndOffset ?? 0n;
  const time = (timeMs: bigint | null) => {
    if (timeMs === null) return -1;
    return nowMs === null ? timeMs : `${BigInt(nowMs) - timeMs} ms ago`;
  };
  const rows = (replicas: readonly QuorumReplica[], status: ReplicationRow["status"]) =>
    replicas.map(({ id, directoryId, logEndOffset, lastFetchMs, lastCaughtUpMs }) => ({
      nodeId: id,
      directoryId,
      logEndOffset,
      lag: end - logEndOffset,
      lastFetchTimestamp: lastFetchMs,
      lastCaughtUpTimestamp: lastCaughtUpMs,
      status,
    }));
  return {
    columns: [
      { title: "NodeId", of: ({ nodeId }) => nodeId },
      { title: "DirectoryId", of: ({ directoryId }) => directoryId ?? ZERO_UUID },
      { title: "LogEndOffset", of: ({ logEndOffset }) => logEndOffset },
      { title: "Lag", of: ({ lag }) => lag, tone: ({ lag }) => lag > 0n ? "strong" : undefined },
      { title: "LastFetchTimestamp", of: (it) => time(it.lastFetchTimestamp) },
      { title: "LastCaughtUpTimestamp", of: (it) => time(it.lastCaughtUpTimestamp) },
      { title: "Status", of: ({ status }) => status },
    ],
    rows: [
      ...rows(leaders, "Leader"),
      ...rows(voters.filter(({ id }) => id !== leaderId), "Follower"),
      ...rows(observers, "Observer"),
    ],
    kafka: tabTable,
  };
}
