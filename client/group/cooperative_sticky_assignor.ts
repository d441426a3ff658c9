/**
 * Members keep what they have as far as that is balanced, and what goes to another member is first taken from its owner:
 * it is given out in the rebalance after (KIP-429).
 */
import { writeInt32 } from "../../protocol/records/int.ts";
import { partitionKey, type TopicPartition } from "../topic_partition.ts";
import {
  type Assignment,
  type Assignor,
  type GroupMember,
  inOrder,
  wantedTopics,
} from "./assignor.ts";

export const cooperativeStickyAssignor: Assignor = {
  name: "cooperative-sticky",
  cooperative: true,
  userData(generation) {
    const bytes = new Uint8Array(4);
    writeInt32(bytes, 0, generation);
    return bytes;
  },
  assign(members, partitionCounts) {
    const owners = ownersOf(members, partitionCounts);
    const assignment = balanced(members, partitionCounts, owners);
    for (const [memberId, partitions] of assignment) {
      assignment.set(
        memberId,
        partitions.filter((partition) => {
          const owner = owners.get(partitionKey(partition));
          return owner === undefined || owner === memberId;
        }),
      );
    }
    return assignment;
  },
};

/** Who has which partition, as far as the claims of the newest generation agree and still make sense. */
function ownersOf(
  members: readonly GroupMember[],
  partitionCounts: ReadonlyMap<string, number>,
): Map<string, string> {
  const newest = Math.max(...members.map(({ generation }) => generation));
  const owners = new Map<string, string>();
  const disputed = new Set<string>();
  for (const { memberId, topics, owned, generation } of members) {
    if (generation !== newest) continue;
    for (const partition of owned) {
      const exists = partition.partition < (partitionCounts.get(partition.topic) ?? 0);
      if (!exists || !topics.includes(partition.topic)) continue;
      const key = partitionKey(partition);
      if (owners.has(key)) disputed.add(key);
      owners.set(key, memberId);
    }
  }
  for (const key of disputed) owners.delete(key);
  return owners;
}

/** A balanced assignment that moves as little as it can. */
function balanced(
  members: readonly GroupMember[],
  partitionCounts: ReadonlyMap<string, number>,
  owners: ReadonlyMap<string, string>,
): Assignment {
  const ordered = inOrder(members);
  const assignment: Assignment = new Map(ordered.map(({ memberId }) => [memberId, []]));
  const takersOf = new Map<string, GroupMember[]>();
  const free: TopicPartition[] = [];
  for (const topic of wantedTopics(members, partitionCounts)) {
    takersOf.set(topic, ordered.filter(({ topics }) => topics.includes(topic)));
    for (let partition = 0; partition < partitionCounts.get(topic)!; partition++) {
      const owner = owners.get(partitionKey({ topic, partition }));
      if (owner === undefined) free.push({ topic, partition });
      else assignment.get(owner)!.push({ topic, partition });
    }
  }
  const load = (memberId: string) => assignment.get(memberId)!.length;
  const leastLoaded = (topic: string) =>
    takersOf.get(topic)!.reduce((a, b) => load(b.memberId) < load(a.memberId) ? b : a).memberId;
  // What few members may have is given first, while they have room.
  free.sort((a, b) => takersOf.get(a.topic)!.length - takersOf.get(b.topic)!.length);
  for (const partition of free) assignment.get(leastLoaded(partition.topic))!.push(partition);
  // Every move makes loads more even, so this ends.
  for (let moved = true; moved;) {
    moved = false;
    for (const { memberId } of ordered) {
      const partitions = assignment.get(memberId)!;
      for (let i = partitions.length - 1; i >= 0; i--) {
        const to = leastLoaded(partitions[i].topic);
        if (load(to) + 1 >= partitions.length) continue;
        assignment.get(to)!.push(...partitions.splice(i, 1));
        moved = true;
      }
    }
  }
  return assignment;
}
