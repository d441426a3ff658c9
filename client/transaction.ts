/** The transaction of a producer at its coordinator: which partitions are in it, and how it ends (KIP-98). */
import { Apis } from "../protocol/apis.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { ClusterClient } from "./cluster_client.ts";
import type { ProducerIdentity } from "./producer_batch.ts";
import { byTopic, partitionKey, type TopicPartition } from "./topic_partition.ts";

/** Later versions are for brokers alone, or for transactions of version 2, which add partitions by themselves. */
const ADD_PARTITIONS_VERSION = 3;
const END_VERSION = 3;
/** Produce adds partitions by itself from the next version on (KIP-890). */
export const LAST_PRODUCE_VERSION = 11;

export class Transaction {
  readonly #cluster: ClusterClient;
  readonly #added = new Map<string, Promise<void>>();

  constructor(
    cluster: ClusterClient,
    readonly transactionalId: string,
    readonly timeoutMs: number,
  ) {
    this.#cluster = cluster;
  }

  /** Asks the coordinator for an identity; what another producer of the same id left open is aborted. @throws {ApiError} */
  async identify(timeoutMs: number): Promise<ProducerIdentity> {
    const { transactionalId, timeoutMs: transactionTimeoutMs } = this;
    const { producerId, producerEpoch } = await this.#cluster.callCoordinator(
      "transaction",
      transactionalId,
      Apis.InitProducerId,
      { transactionalId, transactionTimeoutMs },
      { timeoutMs, errorOf: ({ errorCode }) => retriable(errorCode) },
    );
    return { producerId, producerEpoch };
  }

  /** Resolves when all of the partitions are part of the transaction. @throws {ApiError} */
  async add(partitions: readonly TopicPartition[], identity: ProducerIdentity): Promise<void> {
    const fresh = partitions.filter((partition) => !this.#added.has(partitionKey(partition)));
    if (fresh.length > 0) {
      const adding = this.#add(fresh, identity);
      for (const partition of fresh) this.#added.set(partitionKey(partition), adding);
    }
    await Promise.all(partitions.map((partition) => this.#added.get(partitionKey(partition))));
  }

  /** Commits or aborts. Nothing may be in flight. @throws {ApiError} */
  async end(isCommit: boolean, { producerId, producerEpoch }: ProducerIdentity): Promise<void> {
    const { transactionalId } = this;
    const isEmpty = this.#added.size === 0;
    this.#added.clear();
    if (isEmpty) return;
    await this.#cluster.callCoordinator(
      "transaction",
      transactionalId,
      Apis.EndTxn,
      { transactionalId, producerId, producerEpoch, committed: isCommit },
      { version: END_VERSION, errorOf: ({ errorCode }) => retriable(errorCode) },
    );
  }

  async #add(
    partitions: readonly TopicPartition[],
    { producerId, producerEpoch }: ProducerIdentity,
  ): Promise<void> {
    await this.#cluster.callCoordinator(
      "transaction",
      this.transactionalId,
      Apis.AddPartitionsToTxn,
      {
        v3AndBelowTransactionalId: this.transactionalId,
        v3AndBelowProducerId: producerId,
        v3AndBelowProducerEpoch: producerEpoch,
        v3AndBelowTopics: [...byTopic(partitions)].map(([name, list]) => ({
          name,
          partitions: list.map(({ partition }) => partition),
        })),
      },
      {
        version: ADD_PARTITIONS_VERSION,
        errorOf: ({ resultsByTopicV3AndBelow }) => {
          const codes = resultsByTopicV3AndBelow.flatMap(({ resultsByPartition }) =>
            resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode)
          );
          return retriable(codes.find((code) => code !== Errors.NONE) ?? Errors.NONE);
        },
      },
    );
  }
}

/** Throws what will not pass: a call that is fenced is not repeated. */
function retriable(errorCode: number): number {
  if (errorCode !== Errors.NONE && !new ApiError(errorCode).retriable) {
    throw new ApiError(errorCode);
  }
  return errorCode;
}
