/** Spreads the replicas of a topic over brokers: each broker gets about as many, and as many first ones. */
import type { Node } from "../../client/cluster_metadata.ts";
import type { Random } from "../../runtime/runtime.ts";
import { OptionError } from "../options/option_error.ts";

/**
 * The brokers of each partition, the first one preferred as leader.
 *
 * @param brokers with their racks, if racks count: the replicas of a partition are then spread over racks first
 * @throws {OptionError} If there are too few brokers.
 */
export function placeReplicas(
  random: Random,
  brokers: readonly Node[],
  partitions: number,
  replicas: number,
): number[][] {
  if (brokers.length === 0) {
    throw new OptionError(
      "All brokers are currently fenced, or have all their log directories cordoned.",
    );
  }
  if (replicas > brokers.length) {
    throw new OptionError(
      `The target replication factor of ${replicas} cannot be reached because only ` +
        `${brokers.length} broker(s) are registered.`,
    );
  }
  const ring = alternatingRacks(brokers);
  const start = random.below(ring.length);
  let shift = random.below(ring.length);
  return Array.from({ length: partitions }, (_, partition) => {
    if (partition > 0 && partition % ring.length === 0) shift++;
    return spread(ring, start + partition, shift, replicas);
  });
}

/** Brokers in a row in which neighbours are of different racks, as long as there are some. */
function alternatingRacks(brokers: readonly Node[]): Node[] {
  const sorted = [...brokers].sort((a, b) => a.id - b.id);
  const racks = [...Map.groupBy(sorted, ({ rack }) => rack ?? "").values()];
  const ring: Node[] = [];
  for (let round = 0; ring.length < sorted.length; round++) {
    for (const rack of racks) if (round < rack.length) ring.push(rack[round]);
  }
  return ring;
}

/** Goes around the ring from the leader on, first to racks that have no replica yet. */
function spread(ring: readonly Node[], first: number, shift: number, replicas: number): number[] {
  const leader = ring[first % ring.length];
  const chosen = [leader];
  const candidates = Array.from(
    { length: ring.length - 1 },
    (_, i) => ring[(first + 1 + (shift + i) % (ring.length - 1)) % ring.length],
  );
  while (chosen.length < replicas) {
    const racks = new Set(chosen.map(({ rack }) => rack));
    const free = candidates.filter((node) => !chosen.includes(node));
    chosen.push(free.find(({ rack }) => !racks.has(rack)) ?? free[0]);
  }
  return chosen.map(({ id }) => id);
}
