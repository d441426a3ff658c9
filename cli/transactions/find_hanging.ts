/** `kafka-transactions find-hanging`: open transactions in partitions that their coordinator knows nothing of. */
import {
  type ActiveProducer,
  describeProducers,
  describeTransaction,
  listTransactions,
} from "../../client/admin/transactions.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { TopicMetadata } from "../../client/cluster_metadata.ts";
import type { TopicPartition } from "../../client/topic_partition.ts";
import { ApiError, errorMessage, Errors } from "../../protocol/errors.ts";
import { named, topicsByName } from "../cluster.ts";
import type { Listing } from "../output/listing.ts";
import { tabTable } from "../output/tab_table.ts";
import { allTopics } from "../topics/find_topics.ts";
import { TransactionsError, wanted } from "./transactions_error.ts";

export interface HangingScope {
  readonly brokerId: number | undefined;
  readonly topic: string | undefined;
  readonly partition: number | undefined;
  /** Younger ones may still be on their way. */
  readonly maxTimeoutMs: number;
}

interface OpenTransaction extends TopicPartition {
  readonly producer: ActiveProducer;
}

const MINUTE_MS = 60_000n;

interface HangingRow extends TopicPartition {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
  readonly startOffset: bigint;
  readonly lastTimestamp: bigint;
  readonly durationMinutes: bigint;
}

/** @throws {TransactionsError} */
export async function hangingTransactions(
  cluster: ClusterClient,
  scope: HangingScope,
): Promise<Listing<HangingRow>> {
  if (scope.topic === undefined && scope.brokerId === undefined) {
    throw new TransactionsError(
      "The `find-hanging` command requires either --topic or --broker-id to limit the scope of the " +
        "search",
    );
  }
  if (scope.partition !== undefined && scope.topic === undefined) {
    throw new TransactionsError("The --partition argument requires --topic to be provided");
  }
  const candidates = await openTransactions(cluster, scope, await partitionsOf(cluster, scope));
  const hanging = await withoutCoordinator(cluster, candidates);
  const nowMs = BigInt(cluster.runtime.clock.now());
  return {
    columns: [
      { title: "Topic", of: (it) => it.topic },
      { title: "Partition", of: (it) => it.partition },
      { title: "ProducerId", of: (it) => it.producerId },
      { title: "ProducerEpoch", of: (it) => it.producerEpoch },
      { title: "CoordinatorEpoch", of: (it) => it.coordinatorEpoch },
      { title: "StartOffset", of: (it) => it.startOffset },
      { title: "LastTimestamp", of: (it) => it.lastTimestamp },
      { title: "Duration(min)", of: (it) => it.durationMinutes },
    ],
    rows: hanging.map(({ topic, partition, producer }) => ({
      topic,
      partition,
      producerId: producer.producerId,
      producerEpoch: producer.producerEpoch,
      coordinatorEpoch: producer.coordinatorEpoch,
      startOffset: producer.currentTxnStartOffset,
      lastTimestamp: producer.lastTimestamp,
      durationMinutes: (nowMs - producer.lastTimestamp) / MINUTE_MS,
    })),
    kafka: tabTable,
  };
}

async function partitionsOf(
  cluster: ClusterClient,
  { brokerId, topic, partition }: HangingScope,
): Promise<TopicPartition[]> {
  const topics = topic === undefined
    ? await wanted("Failed to list topics", allTopics(cluster))
    : [await topicNamed(cluster, topic)];
  return topics.flatMap(({ name, partitions }) =>
    partitions
      .filter((it) => partition === undefined || it.partition === partition)
      .filter(({ replicas }) => brokerId === undefined || replicas.includes(brokerId))
      .map((it) => ({ topic: name, partition: it.partition }))
  );
}

/** @throws {TransactionsError} */
async function topicNamed(cluster: ClusterClient, name: string): Promise<TopicMetadata> {
  const topics = await wanted("Failed to describe 1 topics", topicsByName(cluster, [name]));
  const topic = topics.get(name);
  if (topic !== undefined) return topic;
  throw new TransactionsError(
    `Failed to describe 1 topics: ${errorMessage(Errors.UNKNOWN_TOPIC_OR_PARTITION)}. ` +
      "Enable debug logging for additional detail.",
  );
}

/** Transactions that nobody has written to for longer than any may last. */
async function openTransactions(
  cluster: ClusterClient,
  { brokerId, maxTimeoutMs }: HangingScope,
  partitions: readonly TopicPartition[],
): Promise<OpenTransaction[]> {
  const nowMs = cluster.runtime.clock.now();
  const lists = await wanted(
    `Failed to describe producers for ${partitions.length} partitions`,
    named(
      "describeProducers(api=METADATA)",
      Promise.all(
        partitions.map((partition) =>
          describeProducers(cluster, partition, brokerId ?? null, cluster.options)
        ),
      ),
    ),
  );
  return lists.flatMap((producers, i) =>
    producers
      .filter(({ currentTxnStartOffset, lastTimestamp }) =>
        currentTxnStartOffset >= 0n && nowMs - Number(lastTimestamp) > maxTimeoutMs
      )
      .map((producer) => ({ ...partitions[i], producer }))
  );
}

/** Those whose producer has no transaction, or one that does not reach the partition. */
async function withoutCoordinator(
  cluster: ClusterClient,
  candidates: readonly OpenTransaction[],
): Promise<OpenTransaction[]> {
  if (candidates.length === 0) return [];
  const producerIds = [...new Set(candidates.map(({ producer }) => producer.producerId))];
  const listed = await wanted(
    `Failed to list transactions for ${producerIds.length} producers`,
    named(
      "listTransactions(api=METADATA)",
      listTransactions(cluster, { producerIds }, cluster.options),
    ),
  );
  const reached = new Set<string>();
  for (const { producerId, transactionalId } of listed) {
    for (const { topic, partition } of await partitionsIn(cluster, transactionalId)) {
      reached.add(`${producerId}/${topic}/${partition}`);
    }
  }
  return candidates.filter(({ topic, partition, producer }) =>
    !reached.has(`${producer.producerId}/${topic}/${partition}`)
  );
}

/** None where the transaction has just ended. */
async function partitionsIn(
  cluster: ClusterClient,
  transactionalId: string,
): Promise<TopicPartition[]> {
  try {
    const { topics } = await describeTransaction(cluster, transactionalId, cluster.options);
    return topics.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition }))
    );
  } catch (error) {
    const isGone = error instanceof ApiError && error.code === Errors.TRANSACTIONAL_ID_NOT_FOUND;
    if (isGone) return [];
    throw error;
  }
}
