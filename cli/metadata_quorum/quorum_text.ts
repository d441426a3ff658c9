/** The quorum as `kafka-metadata-quorum describe` prints it. */
import type { DescribedQuorum, QuorumReplica } from "../../client/admin/quorum.ts";
import { formatListener } from "../../config/listener.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { tabTable } from "../tab_table.ts";

/** `--status`. */
export function statusText(clusterId: string | null, quorum: DescribedQuorum): string {
  const { leaderId, leaderEpoch, highWatermark, voters, observers } = quorum;
  const { lag, lagMs } = greatestLag(quorum);
  const rows: readonly (readonly [string, unknown])[] = [
    ["ClusterId", clusterId],
    ["LeaderId", leaderId],
    ["LeaderEpoch", leaderEpoch],
    ["HighWatermark", highWatermark],
    ["MaxFollowerLag", lag],
    ["MaxFollowerLagTimeMs", lagMs],
    ["CurrentVoters", membersText(voters, quorum)],
    ["CurrentObservers", membersText(observers, quorum)],
  ];
  return rows.map(([name, value]) => `${`${name}:`.padEnd(24)}${value}\n`).join("");
}

/** Of the voter that is furthest behind the leader; -1 where that is unknown. */
function greatestLag({ leaderId, voters }: DescribedQuorum): { lag: bigint; lagMs: bigint } {
  const leader = voters.find(({ id }) => id === leaderId);
  if (leader === undefined) return { lag: -1n, lagMs: -1n };
  const last = voters.reduce((a, b) => b.logEndOffset < a.logEndOffset ? b : a, leader);
  const lag = leader.logEndOffset - last.logEndOffset;
  if (last === leader) return { lag, lagMs: 0n };
  const isKnown = leader.lastCaughtUpMs !== null && last.lastCaughtUpMs !== null;
  return { lag, lagMs: isKnown ? leader.lastCaughtUpMs - last.lastCaughtUpMs : -1n };
}

function membersText(members: readonly QuorumReplica[], { endpoints }: DescribedQuorum): string {
  const texts = members.map(({ id, directoryId }) => {
    const listeners = (endpoints.get(id) ?? []).map((it) => `"${formatListener(it)}"`);
    const parts = [
      `"id": ${id}`,
      ...directoryId === null ? [] : [`"directoryId": "${directoryId}"`],
      ...listeners.length === 0 ? [] : [`"endpoints": [${listeners.join(", ")}]`],
    ];
    return `{${parts.join(", ")}}`;
  });
  return `[${texts.join(", ")}]`;
}

/**
 * `--replication`.
 *
 * @param nowMs to tell times relative to it; null: as they are
 */
export function replicationText(quorum: DescribedQuorum, nowMs: number | null): string {
  const { leaderId, voters, observers } = quorum;
  const leaders = voters.filter(({ id }) => id === leaderId);
  const end = leaders[0]?.logEndOffset ?? 0n;
  const time = (timeMs: bigint | null) => {
    if (timeMs === null) return "-1";
    return nowMs === null ? `${timeMs}` : `${BigInt(nowMs) - timeMs} ms ago`;
  };
  const rows = (replicas: readonly QuorumReplica[], status: string) =>
    replicas.map(({ id, directoryId, logEndOffset, lastFetchMs, lastCaughtUpMs }) => [
      `${id}`,
      directoryId ?? ZERO_UUID,
      `${logEndOffset}`,
      `${end - logEndOffset}`,
      time(lastFetchMs),
      time(lastCaughtUpMs),
      status,
    ]);
  return tabTable(
    [
      "NodeId",
      "DirectoryId",
      "LogEndOffset",
      "Lag",
      "LastFetchTimestamp",
      "LastCaughtUpTimestamp",
      "Status",
    ],
    [
      ...rows(leaders, "Leader"),
      ...rows(voters.filter(({ id }) => id !== leaderId), "Follower"),
      ...rows(observers, "Observer"),
    ],
  );
}
