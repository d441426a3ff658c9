/** `kafka-transactions list` and `describe`. */
import { describeTransaction, listTransactions } from "../../client/admin/transactions.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { named } from "../cluster.ts";
import { NONE, tabTable } from "../tab_table.ts";
import { wanted } from "./transactions_error.ts";

/** @throws {TransactionsError} */
export async function transactionsTable(
  cluster: ClusterClient,
  durationMs: bigint | undefined,
  idPattern: string | undefined,
): Promise<string> {
  const listed = await wanted(
    "Failed to list transactions",
    named(
      "listTransactions(api=METADATA)",
      listTransactions(cluster, { durationMs, idPattern }, cluster.options),
    ),
  );
  return tabTable(
    ["TransactionalId", "Coordinator", "ProducerId", "TransactionState"],
    listed.map(({ transactionalId, coordinatorId, producerId, state }) => [
      transactionalId,
      String(coordinatorId),
      String(producerId),
      state,
    ]),
  );
}

/** @throws {TransactionsError} */
export async function transactionTable(cluster: ClusterClient, id: string): Promise<string> {
  const described = await wanted(
    `Failed to describe transaction state of transactional-id \`${id}\``,
    named("describeTransactions(api=FIND_COORDINATOR)", describe(cluster, id)),
  );
  const { coordinatorId, producerId, producerEpoch, transactionState, topics } = described;
  const startMs = described.transactionStartTimeMs;
  const isStarted = startMs >= 0n;
  const durationMs = BigInt(cluster.runtime.clock.now()) - startMs;
  const partitions = topics.flatMap(({ topic, partitions }) =>
    partitions.map((partition) => `${topic}-${partition}`)
  );
  return tabTable([
    "CoordinatorId",
    "TransactionalId",
    "ProducerId",
    "ProducerEpoch",
    "TransactionState",
    "TransactionTimeoutMs",
    "CurrentTransactionStartTimeMs",
    "TransactionDurationMs",
    "TopicPartitions",
  ], [[
    String(coordinatorId),
    id,
    String(producerId),
    String(producerEpoch),
    transactionState,
    String(described.transactionTimeoutMs),
    isStarted ? String(startMs) : NONE,
    isStarted ? String(durationMs) : NONE,
    partitions.join(","),
  ]]);
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
