/** Transactions as administrators see them: list, describe, abort, fence (KIP-664). */
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { ApiError, Errors, isRetriable } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import { retry, type RetryOptions } from "../retry.ts";
import type { TopicPartition } from "../topic_partition.ts";

type Described = DecodedMessage<
  (typeof Apis.DescribeTransactions)["response"]
>["transactionStates"][number];
export type ActiveProducer = DecodedMessage<
  (typeof Apis.DescribeProducers)["response"]
>["topics"][number]["partitions"][number]["activeProducers"][number];

export interface ListedTransaction {
  readonly coordinatorId: number;
  readonly transactionalId: string;
  readonly producerId: bigint;
  readonly state: string;
}

export interface TransactionFilters {
  readonly producerIds?: readonly bigint[];
  /** Only those that have been running for longer; milliseconds. */
  readonly durationMs?: bigint;
  /** A regular expression, as the broker's RE2 takes it. */
  readonly idPattern?: string;
}

/** Of all coordinators, by their ids. @throws {ApiError} UNSUPPORTED_VERSION if a broker can't filter so. */
export async function listTransactions(
  cluster: ClusterClient,
  { producerIds = [], durationMs = -1n, idPattern }: TransactionFilters = {},
  options: RetryOptions = {},
): Promise<ListedTransaction[]> {
  const nodes = await cluster.nodes();
  const lists = await Promise.all(nodes.map(async ({ id }) => {
    const version = (await cluster.node(id)).versionFor(Apis.ListTransactions);
    if (durationMs >= 0n) refuseBefore(FIRST_WITH_DURATION, version, "Duration filter");
    if (idPattern !== undefined) {
      refuseBefore(FIRST_WITH_PATTERN, version, "Transactional ID pattern filter");
    }
    const { transactionStates } = await cluster.callNode(
      id,
      Apis.ListTransactions,
      {
        stateFilters: [],
        producerIdFilters: [...producerIds],
        durationFilter: durationMs,
        transactionalIdPattern: idPattern ?? null,
      },
      { ...options, errorOf: ({ errorCode }) => errorCode },
    );
    return transactionStates.map(({ transactionalId, producerId, transactionState }) => ({
      coordinatorId: id,
      transactionalId,
      producerId,
      state: transactionState,
    }));
  }));
  return lists.flat();
}

const FIRST_WITH_DURATION = 1;
const FIRST_WITH_PATTERN = 2;

/** @throws {ApiError} UNSUPPORTED_VERSION */
function refuseBefore(first: number, version: number, what: string): void {
  if (version >= first) return;
  throw new ApiError(
    Errors.UNSUPPORTED_VERSION,
    `${what} can be set only when using API version ${first} or higher`,
  );
}

export interface DescribedTransaction extends Described {
  readonly coordinatorId: number;
}

/** @throws {ApiError} TRANSACTIONAL_ID_NOT_FOUND, ... */
export async function describeTransaction(
  cluster: ClusterClient,
  transactionalId: string,
  options: RetryOptions = {},
): Promise<DescribedTransaction> {
  const { transactionStates } = await cluster.callCoordinator(
    "transaction",
    transactionalId,
    Apis.DescribeTransactions,
    { transactionalIds: [transactionalId] },
    { ...options, errorOf: ({ transactionStates }) => transactionStates[0].errorCode },
  );
  const { host, port } = await cluster.coordinator("transaction", transactionalId);
  const nodes = await cluster.nodes();
  const coordinator = nodes.find((node) => node.host === host && node.port === port);
  return { ...transactionStates[0], coordinatorId: coordinator?.id ?? -1 };
}

/**
 * The producers that a replica of the partition knows.
 *
 * @param brokerId null for the leader
 * @throws {ApiError}
 */
export async function describeProducers(
  cluster: ClusterClient,
  { topic, partition }: TopicPartition,
  brokerId: number | null,
  options: RetryOptions = {},
): Promise<readonly ActiveProducer[]> {
  const { topics } = await atReplica(
    cluster,
    { topic, partition },
    brokerId,
    options,
    (node) =>
      cluster.callNode(
        node,
        Apis.DescribeProducers,
        { topics: [{ name: topic, partitionIndexes: [partition] }] },
        { ...options, errorOf: ({ topics }) => passing(topics[0].partitions[0].errorCode) },
      ),
  );
  const [{ errorCode, errorMessage, activeProducers }] = topics[0].partitions;
  if (errorCode !== 0) throw new ApiError(errorCode, errorMessage ?? undefined);
  return activeProducers;
}

export interface AbortSpec extends TopicPartition {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
}

/** Writes the marker of an aborted transaction into the partition, whatever its coordinator thinks. @throws {ApiError} */
export async function abortTransaction(
  cluster: ClusterClient,
  { topic, partition, producerId, producerEpoch, coordinatorEpoch }: AbortSpec,
  options: RetryOptions = {},
): Promise<void> {
  await atReplica(cluster, { topic, partition }, null, options, (node) =>
    cluster.callNode(
      node,
      Apis.WriteTxnMarkers,
      {
        markers: [{
          producerId,
          producerEpoch,
          transactionResult: false,
          topics: [{ name: topic, partitionIndexes: [partition] }],
          coordinatorEpoch: Math.max(0, coordinatorEpoch),
        }],
      },
      { ...options, errorOf: ({ markers }) => markers[0].topics[0].partitions[0].errorCode },
    ));
}

/** Ends the transaction of whoever uses the id now: it gets another epoch (KIP-939). @throws {ApiError} */
export async function fenceProducer(
  cluster: ClusterClient,
  transactionalId: string,
  options: RetryOptions = {},
): Promise<void> {
  await cluster.callCoordinator(
    "transaction",
    transactionalId,
    Apis.InitProducerId,
    { transactionalId, transactionTimeoutMs: cluster.options.requestTimeoutMs ?? 30000 },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
}

/** Calls the leader, asked for anew when it was the wrong one; or the broker that is named. */
function atReplica<T>(
  cluster: ClusterClient,
  { topic, partition }: TopicPartition,
  brokerId: number | null,
  options: RetryOptions,
  call: (node: number) => Promise<T>,
): Promise<T> {
  if (brokerId !== null) return call(brokerId);
  return retry(cluster.runtime, "Finding the leader", options, async (attempt) => {
    if (attempt > 0) await cluster.refresh([topic]);
    return await call((await cluster.leader(topic, partition)).leader);
  });
}

/** Only what another attempt at the same node may cure. */
function passing(errorCode: number): number {
  return isRetriable(errorCode) ? errorCode : 0;
}
