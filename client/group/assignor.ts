/** How the leader of a classic group spreads partitions over members (KIP-429 for the cooperative kind). */
import type { TopicPartition } from "../topic_partition.ts";

/** A member as the leader sees it. */
export interface GroupMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly topics: readonly string[];
  /** What the member says it has; empty with eager assignors. */
  readonly owned: readonly TopicPartition[];
  /** Generation in which it got what it owns; -1 when unknown. */
  readonly generation: number;
}

/** Partitions by member id; every member is in it. */
export type Assignment = Map<string, TopicPartition[]>;

export interface Assignor {
  /** Name in JoinGroup: members of a group agree on one of those that all of them know. */
  readonly name: string;
  /** Members keep what they have during a rebalance, and give up only what another is to get. */
  readonly cooperative: boolean;
  /** What goes into the subscription's user data. */
  userData(generation: number): Uint8Array | null;
  /** @param partitionCounts Of the topics that exist. */
  assign(members: readonly GroupMember[], partitionCounts: ReadonlyMap<string, number>): Assignment;
}

/** The order in which members get partitions: static members by instance id, then the others by member id. */
export function inOrder(members: readonly GroupMember[]): GroupMember[] {
  return [...members].sort((a, b) => {
    if (a.groupInstanceId !== null && b.groupInstanceId !== null) {
      return compare(a.groupInstanceId, b.groupInstanceId);
    }
    if (a.groupInstanceId !== null) return -1;
    if (b.groupInstanceId !== null) return 1;
    return compare(a.memberId, b.memberId);
  });
}

/** Topics that any member wants and that exist, sorted. */
export function wantedTopics(
  members: readonly GroupMember[],
  partitionCounts: ReadonlyMap<string, number>,
): string[] {
  const topics = new Set(members.flatMap(({ topics }) => topics));
  return [...topics].filter((topic) => partitionCounts.has(topic)).sort(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
