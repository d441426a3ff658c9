/**
 * Fetch sessions (KIP-227): what a fetcher asked for is remembered, so that later requests carry only changes and
 * later answers only partitions with news.
 */
import type { FetchedPartition, FetchPartition } from "./fetch_partition.ts";

interface SessionPartition {
  readonly request: FetchPartition;
  sentHighWatermark: number;
  sentLogStartOffset: number;
}

/** After 2147483647 comes 1: 0 means a new session. */
export function epochAfter(epoch: number): number {
  return epoch === 0x7fffffff ? 1 : epoch + 1;
}

export class FetchSession {
  /** Insertion order is the order in which partitions are read; one that gave data moves to the end. */
  readonly #partitions = new Map<string, SessionPartition>();
  /** Epoch that the next request must carry. */
  #nextEpoch = 1;
  lastUsedMs: number;

  constructor(
    readonly id: number,
    readonly usesTopicIds: boolean,
    readonly createdMs: number,
    readonly isFollower: boolean,
  ) {
    this.lastUsedMs = createdMs;
  }

  get size(): number {
    return this.#partitions.size;
  }
  get nextEpoch(): number {
    return this.#nextEpoch;
  }

  advanceEpoch(): void {
    this.#nextEpoch = epochAfter(this.#nextEpoch);
  }

  /** Adds a partition, or changes what is asked of it, keeping its place. */
  put(request: FetchPartition): void {
    const key = this.#key(request.topicId, request.topic, request.index);
    const known = this.#partitions.get(key);
    if (known === undefined) {
      this.#partitions.set(key, {
        request,
        sentHighWatermark: -1,
        sentLogStartOffset: -1,
      });
      return;
    }
    Object.assign(known.request, request);
  }

  forget(topicId: string, topic: string | null, index: number): void {
    this.#partitions.delete(this.#key(topicId, topic, index));
  }

  requests(): FetchPartition[] {
    return Array.from(this.#partitions.values(), ({ request }) => request);
  }

  /** The partitions of `fetched` that an incremental answer must carry; remembers what is sent. */
  news(fetched: readonly FetchedPartition[]): FetchedPartition[] {
    return fetched.filter((partition) => this.#remember(partition));
  }

  /** Remembers what a full answer carries. */
  rememberAll(fetched: readonly FetchedPartition[]): void {
    for (const partition of fetched) this.#remember(partition);
  }

  #remember(partition: FetchedPartition): boolean {
    const { topicId, topic, index } = partition.request;
    const key = this.#key(topicId, topic, index);
    const sent = this.#partitions.get(key);
    if (sent === undefined) return true;
    const failed = partition.errorCode !== 0 || partition.divergingEpoch !== null;
    const changed = failed || partition.records.length > 0 ||
      sent.sentHighWatermark !== partition.highWatermark ||
      sent.sentLogStartOffset !== partition.logStartOffset;
    // After an error or a divergence everything is sent again once it is over.
    sent.sentHighWatermark = failed ? -1 : partition.highWatermark;
    sent.sentLogStartOffset = failed ? -1 : partition.logStartOffset;
    if (partition.records.length > 0) {
      this.#partitions.delete(key);
      this.#partitions.set(key, sent);
    }
    return changed;
  }

  #key(topicId: string, topic: string | null, index: number): string {
    return this.usesTopicIds ? `${topicId}:${index}` : `${topic}:${index}`;
  }
}
