/** `kafka-transactions list` and `describe`. */
import { describeTransaction, listTransactions } from "../../client/admin/transactions.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { TopicPartition } from "../../client/topic_partition.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { named } from "../cluster.ts";
import type { Listing } from "../output/listing.ts";
import { NONE, tabTable } from "../output/tab_table.ts";
import { wanted } from "./transactions_error.ts";

interface ListedRow {
  readonly transactionalId: string;
  readonly coordinatorId: number;
  readonly producerId: bigint;
  readonly transactionState: string;
}

/** @throws {TransactionsError} */
export async function transactions(
  cluster: ClusterClient,
  durationMs: bigint | undefined,
  idPattern: string | undefined,
): Promise<Listing<ListedRow>> {
  const listed = await wanted(
    "Failed to list transactions",
    named(
      "listTransactions(api=METADATA)",
      listTransactions(cluster, { durationMs, idPattern }, cluster.options),
    ),
  );
  return {
    columns: [
      { title: "TransactionalId", of: ({ transactionalId }) => transactionalId },
      { title: "Coordinator", of: ({ coordinatorId }) => coordinatorId },
      { title: "ProducerId", of: ({ producerId }) => producerId },
      { title: "TransactionState", of: ({ transactionState }) => transactionState },
    ],
    rows: listed.map(({ transactionalId, coordinatorId, producerId, state }) => ({
      transactionalId,
      coordinatorId,
      producerId,
      transactionState: state,
    })),
    kafka: tabTable,
  };
}

interface DescribedRow extends ListedRow {
  readonly producerEpoch: number;
  readonly transactionTimeoutMs: number;
  /** Null if the transaction has not begun, as is the next one. */
  readonly currentTransactionStartTimeMs: bigint | null;
  readonly transactionDurationMs: bigint | null;
  readonly topicPartitions: readonly TopicPartition[];
}

/** @throws {TransactionsError} */
export async function transaction(
  cluster: ClusterClient,
  transactionalId: string,
): Promise<Listing<DescribedRow>> {
  const described = await wanted(
    `Failed to describe transaction state of transactional-id \`${transactionalId}\``,
    named("describeTransactions(api=FIND_COORDINATOR)", describe(cluster, transactionalId)),
  );
  const { coordinatorId, producerId, producerEpoch, transactionState, topics } = described;
  const startMs = described.transactionStartTimeMs;
  const isStarted = startMs >= 0n;
  return {
    columns: [
      { title: "CoordinatorId", of: (it) => it.coordinatorId },
      { title: "TransactionalId", of: (it) => it.transactionalId },
      { title: "ProducerId", of: (it) => it.producerId },
      { title: "ProducerEpoch", of: (it) => it.producerEpoch },
      { title: "TransactionState", of: (it) => it.transactionState },
      { title: "TransactionTimeoutMs", of: (it) => it.transactionTimeoutMs },
      {
        title: "CurrentTransactionStartTimeMs",
        of: (it) => it.currentTransactionStartTimeMs ?? NONE,
      },
      { title: "TransactionDurationMs", of: (it) => it.transactionDurationMs ?? NONE },
      {
        title: "TopicPartitions",
        of: ({ topicPartitions }) =>
          topicPartitions.map(({ topic, partition }) => `${topic}-${partition}`).join(","),
      },
    ],
    rows: [{
      coordinatorId,
      transactionalId,
      producerId,
      producerEpoch,
      transactionState,
      transactionTimeoutMs: described.transactionTimeoutMs,
      currentTransactionStartTimeMs: isStarted ? startMs : null,
      transactionDurationMs: isStarted ? BigInt(cluster.runtime.clock.now()) - startMs : null,
      topicPartitions: topics.flatMap(({ topic, partitions }) =>
        partitions.map((partition) => ({ topic, partition }))
      ),
    }],
    kafka: tabTable,
  };
}

async function describe(cluster: ClusterClient, id: string) {
  try {
    return await describeTransaction(cluster, id, cluster.options);
  } catch (error) {
    const isMissing = error instanceof ApiError && error.code === Errors.TRANSACTIONAL_ID_NOT_FOUND;
    if (!isMissing) throw error;
    throw new ApiError(
      error.code,
      `DescribeTransactions request for transactionalId \`${id}\` failed because the ID could ` +
        "not be found",
    );
  }
}
