/** `kafka-transactions describe-producers` and `abort`. */
import { abortTransaction, describeProducers } from "../../client/admin/transactions.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { TopicPartition } from "../../client/topic_partition.ts";
import { named } from "../cluster.ts";
import type { Listing } from "../output/listing.ts";
import { NONE, tabTable } from "../output/tab_table.ts";
import { TransactionsError, wanted } from "./transactions_error.ts";

interface ProducerRow {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly latestCoordinatorEpoch: number;
  readonly lastSequence: number;
  readonly lastTimestamp: bigint;
  /** Null if it has none open. */
  readonly currentTransactionStartOffset: bigint | null;
}

/** @throws {TransactionsError} */
export async function producersIn(
  cluster: ClusterClient,
  partition: TopicPartition,
  brokerId: number | null,
): Promise<Listing<ProducerRow>> {
  const producers = await producersOf(cluster, partition, brokerId);
  return {
    columns: [
      { title: "ProducerId", of: (it) => it.producerId },
      { title: "ProducerEpoch", of: (it) => it.producerEpoch },
      { title: "LatestCoordinatorEpoch", of: (it) => it.latestCoordinatorEpoch },
      { title: "LastSequence", of: (it) => it.lastSequence },
      { title: "LastTimestamp", of: (it) => it.lastTimestamp },
      {
        title: "CurrentTransactionStartOffset",
        of: (it) => it.currentTransactionStartOffset ?? NONE,
      },
    ],
    rows: producers.map((producer) => ({
      producerId: producer.producerId,
      producerEpoch: producer.producerEpoch,
      latestCoordinatorEpoch: producer.coordinatorEpoch,
      lastSequence: producer.lastSequence,
      lastTimestamp: producer.lastTimestamp,
      currentTransactionStartOffset: producer.currentTxnStartOffset < 0n
        ? null
        : producer.currentTxnStartOffset,
    })),
    kafka: tabTable,
  };
}

/** @throws {TransactionsError} */
function producersOf(
  cluster: ClusterClient,
  partition: TopicPartition,
  brokerId: number | null,
) {
  const name = `${partition.topic}-${partition.partition}`;
  const where = brokerId === null ? "leader" : `broker ${brokerId}`;
  const api = brokerId === null ? "METADATA" : "DESCRIBE_PRODUCERS";
  return wanted(
    `Failed to describe producers for partition ${name} on ${where}`,
    named(
      `describeProducers(api=${api})`,
      describeProducers(cluster, partition, brokerId, cluster.options),
    ),
  );
}

export interface AbortFlags {
  readonly startOffset: bigint | undefined;
  readonly producerId: bigint | undefined;
  readonly producerEpoch: number | undefined;
  readonly coordinatorEpoch: number | undefined;
}

/** @throws {TransactionsError} */
export async function abort(
  cluster: ClusterClient,
  partition: TopicPartition,
  flags: AbortFlags,
): Promise<void> {
  const { topic } = partition;
  const spec = { ...partition, ...await identify(cluster, partition, flags) };
  await wanted(
    `Failed to abort transaction AbortTransactionSpec(topicPartition=${topic}-` +
      `${partition.partition}, producerId=${spec.producerId}, producerEpoch=` +
      `${spec.producerEpoch}, coordinatorEpoch=${spec.coordinatorEpoch})`,
    named("abortTransaction(api=METADATA)", abortTransaction(cluster, spec, cluster.options)),
  );
}

/** Who began the transaction to abort. @throws {TransactionsError} */
async function identify(
  cluster: ClusterClient,
  partition: TopicPartition,
  { startOffset, producerId, producerEpoch, coordinatorEpoch }: AbortFlags,
) {
  if (startOffset !== undefined) {
    const producers = await producersOf(cluster, partition, null);
    const found = producers.find(({ currentTxnStartOffset }) =>
      currentTxnStartOffset === startOffset
    );
    if (found !== undefined) return found;
    throw new TransactionsError(
      `Could not find any open transactions starting at offset ${startOffset} on partition ` +
        `${partition.topic}-${partition.partition}`,
    );
  }
  if (producerId === undefined) {
    throw new TransactionsError(
      "The transaction to abort must be identified either with --start-offset (for brokers on 3.0 " +
        "or above) or with --producer-id, --producer-epoch, and --coordinator-epoch (for older " +
        "brokers)",
    );
  }
  if (producerEpoch === undefined) {
    throw new TransactionsError("Missing required argument --producer-epoch");
  }
  if (coordinatorEpoch === undefined) {
    throw new TransactionsError("Missing required argument --coordinator-epoch");
  }
  return { producerId, producerEpoch, coordinatorEpoch };
}
