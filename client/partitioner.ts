/** Chooses partitions as Kafka's producers do: by the key's hash, or without key one partition for a batch's worth. */
import type { Random } from "../runtime/runtime.ts";
import type { TopicMetadata } from "./cluster_metadata.ts";
import { partitionOfKey } from "./murmur2.ts";

interface Sticky {
  partition: number;
  /** Bytes given to the partition so far. */
  bytes: number;
}

/** One producer's choices (KIP-480, KIP-794 without the weights of slow brokers). */
export class Partitioner {
  readonly #random: Random;
  readonly #stickyBytes: number;
  readonly #sticky = new Map<string, Sticky>();

  /** @param stickyBytes After so many bytes without key another partition is chosen. */
  constructor(random: Random, stickyBytes: number) {
    this.#random = random;
    this.#stickyBytes = stickyBytes;
  }

  /** The partition of a record of about `bytes` bytes. */
  choose(topic: TopicMetadata, key: Uint8Array | null, bytes: number): number {
    if (key !== null) return partitionOfKey(key, topic.partitions.length);
    let sticky = this.#sticky.get(topic.name);
    if (sticky === undefined || sticky.bytes >= this.#stickyBytes) {
      sticky = { partition: this.#another(topic), bytes: 0 };
      this.#sticky.set(topic.name, sticky);
    }
    sticky.bytes += bytes;
    return sticky.partition;
  }

  #another(topic: TopicMetadata): number {
    const available = topic.partitions.filter(({ leader }) => leader >= 0);
    const from = available.length > 0 ? available : topic.partitions;
    return from[this.#random.below(from.length)].partition;
  }
}
