/** Reads all replicas of partitions side by side, and compares them record by record. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { TopicMetadata } from "../../client/cluster_metadata.ts";
import { listOffsets } from "../../client/list_offsets.ts";
import { byTopic } from "../../client/topic_partition.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { crc } from "../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import { anyLastOffset, isLegacy } from "../../protocol/records/any_batch.ts";

export interface ComparisonOptions {
  /** Where to begin, as ListOffsets has it. */
  readonly time: bigint;
  readonly fetchBytes: number;
  readonly maxWaitMs: number;
  /** Told of replicas that are not the same. */
  readonly differs: (text: string) => void;
}

/** A reader that is no replica and may read from any, up to the end of its log (as Kafka's tool does). */
const DEBUGGING_CONSUMER = -2;
/** Later versions name topics by id. */
const FETCH_VERSION = 12;

interface Compared {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: readonly number[];
  /** First offset that was not compared yet. */
  position: bigint;
  lag: bigint;
}

/** The batches of a replica from a position on: end of each, with its checksum. */
interface Fetched {
  readonly highWatermark: bigint;
  readonly checksums: ReadonlyMap<bigint, number>;
}

export interface WorstLag {
  readonly lag: bigint;
  readonly partition: string;
  readonly offset: bigint;
  readonly partitions: number;
}

export class ReplicaComparison {
  readonly #cluster: ClusterClient;
  readonly #options: ComparisonOptions;
  readonly #partitions: readonly Compared[];
  /** How many offsets were compared. */
  compared = 0;

  private constructor(
    cluster: ClusterClient,
    partitions: readonly Compared[],
    options: ComparisonOptions,
  ) {
    this.#cluster = cluster;
    this.#partitions = partitions;
    this.#options = options;
  }

  static async start(
    cluster: ClusterClient,
    topics: readonly TopicMetadata[],
    options: ComparisonOptions,
  ): Promise<ReplicaComparison> {
    const places = topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partition, replicas }) => ({ topic: name, partition, replicas }))
    );
    const begins = await listOffsets(
      cluster,
      places.map((place) => ({ ...place, timestamp: options.time })),
    );
    const partitions = places.map((place, i) => {
      const { offset, error } = begins[i];
      if (error !== null) throw error;
      return { ...place, position: offset < 0n ? 0n : offset, lag: 0n };
    });
    return new ReplicaComparison(cluster, partitions, options);
  }

  /** Fetches once from each broker, and compares what all replicas have. */
  async round(): Promise<void> {
    const brokers = [...new Set(this.#partitions.flatMap(({ replicas }) => replicas))];
    const answers = new Map(
      await Promise.all(
        brokers.map(async (broker) => [broker, await this.#fetch(broker)] as const),
      ),
    );
    for (const partition of this.#partitions) {
      const fetched = partition.replicas.map((broker) =>
        answers.get(broker)?.get(keyOf(partition))
      );
      this.#compare(partition, fetched);
    }
  }

  /** The partition whose replicas are furthest behind. */
  worst(): WorstLag {
    const [first, ...others] = this.#partitions;
    const worst = others.reduce((a, b) => b.lag > a.lag ? b : a, first);
    return {
      lag: worst.lag,
      partition: keyOf(worst),
      offset: worst.position,
      partitions: this.#partitions.length,
    };
  }

  async #fetch(broker: number): Promise<ReadonlyMap<string, Fetched>> {
    const mine = this.#partitions.filter(({ replicas }) => replicas.includes(broker));
    const { fetchBytes, maxWaitMs } = this.#options;
    const connection = await this.#cluster.node(broker);
    const response = await connection.send(Apis.Fetch, {
      replicaId: DEBUGGING_CONSUMER,
      maxWaitMs,
      minBytes: 1,
      maxBytes: fetchBytes * mine.length,
      topics: [...byTopic(mine)].map(([topic, list]) => ({
        topic,
        partitions: list.map(({ partition, position }) => ({
          partition,
          fetchOffset: position,
          partitionMaxBytes: fetchBytes,
        })),
      })),
    }, { version: Math.min(FETCH_VERSION, connection.versionFor(Apis.Fetch)) });
    if (response.errorCode !== Errors.NONE) throw new ApiError(response.errorCode);
    return new Map(
      response.responses.flatMap(({ topic, partitions }) =>
        partitions.map(({ partitionIndex, highWatermark, records }) => [
          keyOf({ topic, partition: partitionIndex }),
          { highWatermark, checksums: checksumsOf(records) },
        ])
      ),
    );
  }

  /** Goes on behind the last batch that all replicas have. */
  #compare(partition: Compared, fetched: readonly (Fetched | undefined)[]): void {
    const known = fetched.filter((it) => it !== undefined);
    if (known.length < fetched.length) return;
    const ends = new Set(known.flatMap(({ checksums }) => [...checksums.keys()]));
    for (const end of [...ends].sort((a, b) => a < b ? -1 : 1)) {
      const sums = known.map(({ checksums }) => checksums.get(end));
      if (sums.some((sum) => sum === undefined)) break;
      if (new Set(sums).size > 1) {
        this.#options.differs(
          `partition ${keyOf(partition)}: checksum doesn't match at offset ${end}: ` +
            partition.replicas.map((id, i) => `replica ${id}'s checksum ${sums[i]}`).join("; "),
        );
      }
      this.compared += Number(end + 1n - partition.position);
      partition.position = end + 1n;
    }
    const furthest = known.reduce(
      (max, { highWatermark }) => highWatermark > max ? highWatermark : max,
      0n,
    );
    partition.lag = furthest > partition.position ? furthest - partition.position : 0n;
  }
}

function checksumsOf(records: Uint8Array | null): Map<bigint, number> {
  const checksums = new Map<bigint, number>();
  const batches = new BatchIterator(records ?? new Uint8Array());
  while (batches.next()) {
    const { bytes, position } = batches;
    checksums.set(anyLastOffset(bytes, position), checksumOf(bytes, position));
  }
  return checksums;
}

const LEGACY_CRC_AT = 12;

function checksumOf(bytes: Uint8Array, at: number): number {
  if (!isLegacy(bytes, at)) return crc(bytes, at);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at + LEGACY_CRC_AT);
}

function keyOf({ topic, partition }: { readonly topic: string; readonly partition: number }) {
  return `${topic}-${partition}`;
}
