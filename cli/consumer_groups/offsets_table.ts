/** `--describe --offsets`. */
import type { Column, Table } from "../output/listing.ts";
import { MISSING } from "../output/text_table.ts";
import type { GroupDescription } from "./group_description.ts";
import { lagColumn } from "./group_columns.ts";

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

/** Null if nothing is committed, or the end is not known. */
export function lagOf({ committed, end }: GroupPartition): bigint | null {
  return committed === null || end === null ? null : end - committed;
}

/** `--describe`, `--describe --offsets`. */
export function offsetsTable(
  { groupId }: GroupDescription,
  partitions: readonly GroupPartition[],
  verbose: boolean,
): Table<GroupPartition> {
  return {
    columns: [
      { title: "GROUP", width: 15, of: () => groupId },
      { title: "TOPIC", width: 15, of: ({ topic }) => topic },
      { title: "PARTITION", width: 10, of: ({ partition }) => partition },
      ...verbose ? [LEADER_EPOCH] : [],
      { title: "CURRENT-OFFSET", width: 15, of: ({ committed }) => committed ?? MISSING },
      { title: "LOG-END-OFFSET", width: 15, of: ({ end }) => end ?? MISSING },
      lagColumn("LAG", lagOf, 15),
      { title: "CONSUMER-ID", width: 15, of: ({ member }) => member?.memberId ?? MISSING },
      { title: "HOST", width: 15, of: ({ member }) => member?.host ?? MISSING },
      { title: "CLIENT-ID", of: ({ member }) => member?.clientId ?? MISSING },
    ],
    rows: partitions,
  };
}

const LEADER_EPOCH: Column<GroupPartition> = {
  title: "LEADER-EPOCH",
  width: 15,
  of: ({ leaderEpoch }) => leaderEpoch ?? MISSING,
};
