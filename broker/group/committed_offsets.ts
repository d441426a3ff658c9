/** Committed offsets of groups: group, topic, partition. */
export interface CommittedOffset {
  readonly offset: bigint;
  /** -1 unknown. */
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestampMs: number;
  /** Set by OffsetCommit 2-4 with a retention time, else null. */
  readonly expireTimestampMs: number | null;
  readonly topicId: string;
}

type Partitions = Map<number, CommittedOffset>;

export class CommittedOffsets {
  readonly #groups = new Map<string, Map<string, Partitions>>();

  get(group: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#groups.get(group)?.get(topic)?.get(partition);
  }

  /** Topics with their partitions; empty for a group without offsets. */
  ofGroup(group: string): ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>> {
    return this.#groups.get(group) ?? new Map();
  }

  has(group: string): boolean {
    return this.#groups.has(group);
  }

  groupIds(): string[] {
    return [...this.#groups.keys()];
  }

  set(group: string, topic: string, partition: number, offset: CommittedOffset): void {
    let topics = this.#groups.get(group);
    if (topics === undefined) this.#groups.set(group, topics = new Map());
    let partitions = topics.get(topic);
    if (partitions === undefined) topics.set(topic, partitions = new Map());
    partitions.set(partition, offset);
  }

  delete(group: string, topic: string, partition: number): void {
    const topics = this.#groups.get(group);
    const partitions = topics?.get(topic);
    if (topics === undefined || partitions === undefined) return;
    partitions.delete(partition);
    if (partitions.size === 0) topics.delete(topic);
    if (topics.size === 0) this.#groups.delete(group);
  }
}
