/** What kafka-consumer-groups knows of a group. */
import type { TopicPartition } from "../../client/topic_partition.ts";

export interface GroupMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  /** As the broker tells it, with a slash in front. */
  readonly host: string;
  /** Sorted by topic and partition, as is the next one. */
  readonly assignment: readonly TopicPartition[];
  /** What only groups of the consumer protocol (KIP-848) have. */
  readonly target?: {
    readonly memberEpoch: number;
    readonly assignment: readonly TopicPartition[];
  };
}

export interface GroupDescription {
  readonly groupId: string;
  /** `Dead` of groups that are not there. */
  readonly state: string;
  /** Empty when there is none. */
  readonly assignor: string;
  readonly members: readonly GroupMember[];
  /** Epochs of a group of the consumer protocol (KIP-848). */
  readonly epochs?: { readonly group: number; readonly assignment: number };
}

/** A group of which no broker knows anything. */
export function deadGroup(groupId: string): GroupDescription {
  return { groupId, state: "Dead", assignor: "", members: [] };
}

/** By topic, then by partition. */
export function inTopicOrder<T extends TopicPartition>(partitions: readonly T[]): T[] {
  return [...partitions].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1
  );
}
