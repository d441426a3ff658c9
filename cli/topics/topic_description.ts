/** What `kafka-topics --describe` knows of a topic, and its lines. */
import { labelledLines } from "../output/labelled_lines.ts";
import type { Column } from "../output/listing.ts";

export interface PartitionDescription {
  readonly partition: number;
  /** -1 if there is none. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  /** Null where the broker does not tell. */
  readonly eligibleLeaderReplicas: readonly number[] | null;
  readonly lastKnownElr: readonly number[] | null;
  /** While the partition is being reassigned. */
  readonly reassignment?: {
    readonly adding: readonly number[];
    readonly removing: readonly number[];
  };
}

export interface TopicDescription {
  readonly name: string;
  /** Null of brokers from before topic ids. */
  readonly topicId: string | null;
  readonly partitions: readonly PartitionDescription[];
  /** Settings whose values are not Kafka's defaults. */
  readonly configs: readonly { readonly name: string; readonly value: string | null }[];
  readonly minInsyncReplicas: number;
}

/** Which partitions are shown; all if nothing is asked for. */
export interface PartitionFilters {
  readonly underReplicated: boolean;
  readonly unavailable: boolean;
  readonly underMinIsr: boolean;
  readonly atMinIsr: boolean;
}

export function topicLine({ name, topicId, partitions, configs }: TopicDescription): string {
  const replicationFactor = partitions.length > 0 ? targetReplicas(partitions[0]) : 0;
  const settings = configs.map(({ name, value }) => `${name}=${value}`).join(",");
  return [
    `Topic: ${name}`,
    ...topicId === null ? [] : [`TopicId: ${topicId}`],
    `PartitionCount: ${partitions.length}`,
    `ReplicationFactor: ${replicationFactor}`,
    `Configs: ${settings}`,
  ].join("\t");
}

/** A row of the partitions' table. */
export interface TopicPartitionDescription extends PartitionDescription {
  readonly topic: string;
}

export const PARTITION_COLUMNS: readonly Column<TopicPartitionDescription>[] = [
  { title: "Topic", of: ({ topic }) => topic },
  { title: "Partition", of: ({ partition }) => partition },
  {
    title: "Leader",
    of: ({ leader }) => leader < 0 ? "none" : leader,
    tone: ({ leader }) => leader < 0 ? "bad" : undefined,
  },
  { title: "Replicas", of: ({ replicas }) => replicas.join(",") },
  {
    title: "Isr",
    of: ({ isr }) => isr.join(","),
    tone: (partition) => partition.isr.length < targetReplicas(partition) ? "bad" : undefined,
  },
  { title: "Adding Replicas", of: ({ reassignment }) => reassignment?.adding.join(",") },
  { title: "Removing Replicas", of: ({ reassignment }) => reassignment?.removing.join(",") },
  { title: "Elr", of: ({ eligibleLeaderReplicas: elr }) => elr?.join(",") ?? "N/A" },
  { title: "LastKnownElr", of: ({ lastKnownElr }) => lastKnownElr?.join(",") ?? "N/A" },
];

export const partitionLines = labelledLines({ lead: "\t", gap: "\t" });

/**
 * Whether a partition is shown.
 *
 * @param liveBrokers a leader that is none of them is no leader
 */
export function isShown(
  partition: PartitionDescription,
  minInsyncReplicas: number,
  filters: PartitionFilters,
  liveBrokers: ReadonlySet<number>,
): boolean {
  const { underReplicated, unavailable, underMinIsr, atMinIsr } = filters;
  if (!underReplicated && !unavailable && !underMinIsr && !atMinIsr) return true;
  const inSync = partition.isr.length;
  return underReplicated && inSync < targetReplicas(partition) ||
    unavailable && !liveBrokers.has(partition.leader) ||
    underMinIsr && inSync < minInsyncReplicas ||
    atMinIsr && inSync === minInsyncReplicas;
}

/** Replicas of a partition without those that a reassignment is still adding. */
function targetReplicas({ replicas, reassignment }: PartitionDescription): number {
  return replicas.length - (reassignment?.adding.length ?? 0);
}
