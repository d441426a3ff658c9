/** `kafka-transactions describe-producers` and `abort`. */
import { abortTransaction, describeProducers } from "../../client/admin/transactions.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { TopicPartition } from "../../client/topic_partition.ts";
import { named } from "../cluster.ts";
import { NONE, tabTable } from "../tab_table.ts";
import { TransactionsError, wanted } from "./transactions_error.ts";

/** @throws {TransactionsError} */
export async function producersTable(
  cluster: ClusterClient,
  partition: TopicPartition,
  brokerId: number | null,
): Promise<string> {
  const producers = await producersOf(cluster, partition, brokerId);
  return tabTable(
    [
      "ProducerId",
      "ProducerEpoch",
      "LatestCoordinatorEpoch",
      "LastSequence",
      "LastTimestamp",
      "CurrentTransactionStartOffset",
    ],
    producers.map((producer) => [
      String(producer.producerId),
      String(producer.producerEpoch),
      String(producer.coordinatorEpoch),
      String(producer.lastSequence),
      String(producer.lastTimestamp),
      producer.currentTxnStartOffset < 0n ? NONE : String(producer.currentTxnStartOffset),
    ]),
  );
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
