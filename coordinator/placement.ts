/**
 * Striped, rack-aware placement of replicas (metadata-quorum 6): leaders go round the racks and round the brokers of each
 * rack, followers to other racks first. Fenced brokers may follow but never come first.
 */
import { ApiError, Errors } from "../protocol/errors.ts";

export interface UsableBroker {
  readonly id: number;
  readonly rack: string | null;
  readonly fenced: boolean;
}

export interface PlacementRandom {
  /** A whole number in [0, bound). */
  below(bound: number): number;
}

/**
 * Replica lists for `partitions` new partitions, leader first.
 *
 * @throws {ApiError} INVALID_REPLICATION_FACTOR.
 */
export function placeReplicas(
  partitions: number,
  replicationFactor: number,
  brokers: Iterable<UsableBroker>,
  random: PlacementRandom,
): number[][] {
  const racks = new RackList([...brokers], random);
  if (replicationFactor <= 0) {
    throw invalid(
      `Invalid replication factor ${replicationFactor}: the replication factor must be positive.`,
    );
  }
  if (racks.unfencedCount === 0) throw invalid("All brokers are currently fenced.");
  if (replicationFactor > racks.count) {
    throw invalid(
      `The target replication factor of ${replicationFactor} cannot be reached because only ${racks.count} ` +
        `broker(s) are registered or some brokers have all their log directories cordoned.`,
    );
  }
  return Array.from({ length: partitions }, () => racks.place(replicationFactor));
}

function invalid(message: string): ApiError {
  return new ApiError(Errors.INVALID_REPLICATION_FACTOR, message);
}

/** Brokers of a rack in one state, handed out round robin, from another start in each placement. */
class BrokerList {
  readonly #ids: number[];
  #placement = 0;
  #taken = 0;
  #offset: number;

  constructor(ids: number[], random: PlacementRandom) {
    this.#ids = ids.sort((a, b) => a - b);
    this.#offset = ids.length > 0 ? random.below(ids.length) : 0;
  }

  /** The next broker of a placement, or -1 when all were taken. */
  next(placement: number): number {
    const size = this.#ids.length;
    if (size === 0) return -1;
    if (this.#placement !== placement) {
      this.#placement = placement;
      this.#taken = 0;
      this.#offset = (this.#offset + 1) % size;
    }
    return this.#taken < size ? this.#ids[(this.#offset + this.#taken++) % size] : -1;
  }

  shuffle(random: PlacementRandom): void {
    shuffle(this.#ids, random);
  }
}

interface Rack {
  readonly fenced: BrokerList;
  readonly unfenced: BrokerList;
}

class RackList {
  readonly count: number;
  readonly unfencedCount: number;
  readonly #racks: Rack[];
  /** Racks in the order of the brokers' shuffles, which stays. */
  readonly #byName: readonly Rack[];
  readonly #random: PlacementRandom;
  #placement = 0;
  #offset: number;

  constructor(brokers: readonly UsableBroker[], random: PlacementRandom) {
    this.#random = random;
    this.count = brokers.length;
    this.unfencedCount = brokers.filter(({ fenced }) => !fenced).length;
    const names = [...new Set(brokers.map(({ rack }) => rack))].sort(byName);
    this.#racks = names.map((name) => {
      const ids = (fenced: boolean) =>
        brokers.filter((it) => it.rack === name && it.fenced === fenced).map(({ id }) => id);
      const fenced = new BrokerList(ids(true), random);
      return { fenced, unfenced: new BrokerList(ids(false), random) };
    });
    this.#byName = [...this.#racks];
    this.#offset = names.length > 0 ? random.below(names.length) : 0;
  }

  place(replicationFactor: number): number[] {
    // Every broker has led: start over in another order, unless there is but one.
    if (this.#placement === this.unfencedCount && this.unfencedCount > 1) {
      this.#shuffle();
      this.#placement = 0;
    }
    const count = this.#racks.length;
    this.#offset %= count;
    let leaderRack = this.#offset;
    let leader = -1;
    while (true) {
      leader = this.#racks[leaderRack].unfenced.next(this.#placement);
      if (leader >= 0) break;
      leaderRack = (leaderRack + 1) % count;
    }
    const replicas = [leader];
    let rack = this.#offset;
    while (replicas.length < replicationFactor) {
      if (rack === leaderRack) {
        leaderRack = -1; // Its turn was the leader's.
      } else {
        const { unfenced, fenced } = this.#racks[rack];
        let follower = unfenced.next(this.#placement);
        if (follower < 0) follower = fenced.next(this.#placement);
        if (follower >= 0) replicas.push(follower);
      }
      rack = (rack + 1) % count;
    }
    this.#placement++;
    this.#offset++;
    return replicas;
  }

  #shuffle(): void {
    shuffle(this.#racks, this.#random);
    for (const { fenced, unfenced } of this.#byName) {
      fenced.shuffle(this.#random);
      unfenced.shuffle(this.#random);
    }
  }
}

/** No rack comes first. */
function byName(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}

function shuffle<T>(list: T[], random: PlacementRandom): void {
  for (let size = list.length; size > 1; size--) {
    const other = random.below(size);
    [list[size - 1], list[other]] = [list[other], list[size - 1]];
  }
}
