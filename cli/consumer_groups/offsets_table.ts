/** `--describe --offsets`. */
import { MISSING, textTable } from "../text_table.ts";
import type { GroupDescription } from "./group_description.ts";

/** A row of the table. */
export interface GroupPartition {
  readonly topic: string;
  readonly partition: number;
  /** Null if nothing is committed. */
  readonly committed: bigint | null;
  /** Null when unknown. */
  readonly leaderEpoch: number | null;
  /** Null if nobody knows it: the topic is gone, the partition has no leader. */
  readonly end: bigint | null;
  /** Null of partitions that are assigned to nobody. */
  readonly member:
    | { readonly memberId: string; readonly host: string; readonly clientId: string }
    | null;
}

/** Empty if there are no partitions. */
export function offsetsTable(
  { groupId }: GroupDescription,
  partitions: readonly GroupPartition[],
  verbose: boolean,
): string {
  if (partitions.length === 0) return "";
  return textTable(
    [
      { title: "GROUP", width: 15 },
      { title: "TOPIC", width: 15 },
      { title: "PARTITION", width: 10 },
      ...verbose ? [{ title: "LEADER-EPOCH", width: 15 }] : [],
      { title: "CURRENT-OFFSET", width: 15 },
      { title: "LOG-END-OFFSET", width: 15 },
      { title: "LAG", width: 15 },
      { title: "CONSUMER-ID", width: 15 },
      { title: "HOST", width: 15 },
      { title: "CLIENT-ID", width: null },
    ],
    partitions.map(({ topic, partition, committed, leaderEpoch, end, member }) => [
      groupId,
      topic,
      `${partition}`,
      ...verbose ? [`${leaderEpoch ?? MISSING}`] : [],
      `${committed ?? MISSING}`,
      `${end ?? MISSING}`,
      `${committed === null || end === null ? MISSING : end - committed}`,
      member?.memberId ?? MISSING,
      member?.host ?? MISSING,
      member?.clientId ?? MISSING,
    ]),
  );
}
