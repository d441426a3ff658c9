/** Looks up offsets by time, at the leaders of the partitions (ListOffsets). */
import { Apis } from "../protocol/apis.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { ClusterClient } from "./cluster_client.ts";
import { mayRetry, retry, type RetryOptions } from "./retry.ts";
import { byTopic, partitionKey, type TopicPartition } from "./topic_partition.ts";

/** Timestamps that stand for places in the log. */
export const LATEST = -1n;
export const EARLIEST = -2n;
/** The record with the largest timestamp (KIP-734). */
export const MAX_TIMESTAMP = -3n;
export const EARLIEST_LOCAL = -4n;
export const LATEST_TIERED = -5n;
/** Not in the remote storage yet, and to be brought there (KIP-1023). */
export const EARLIEST_PENDING_UPLOAD = -6n;

/** First versions of ListOffsets that know a place; brokers before them answer with something else. */
const FIRST_VERSION: ReadonlyMap<bigint, number> = new Map([
  [MAX_TIMESTAMP, 7],
  [EARLIEST_LOCAL, 8],
  [LATEST_TIERED, 9],
  [EARLIEST_PENDING_UPLOAD, 11],
]);

export type IsolationLevel = "read_uncommitted" | "read_committed";
export const ISOLATION_LEVELS: Record<IsolationLevel, number> = {
  read_uncommitted: 0,
  read_committed: 1,
};

export interface OffsetQuestion extends TopicPartition {
  /** Milliseconds since the Unix epoch, or one of the constants above. */
  readonly timestamp: bigint;
}

export interface OffsetAnswer extends TopicPartition {
  /** -1 when no record is that late. */
  readonly offset: bigint;
  readonly timestamp: bigint;
  readonly leaderEpoch: number;
  /** Set where the partition could not be answered for; the offset is -1 then. */
  readonly error: ApiError | null;
}

interface Open extends OffsetQuestion {
  readonly leader: number;
  readonly leaderEpoch: number;
}

/**
 * Answers in the order of the questions. Errors that pass are waited out; others stand in the answers.
 *
 * @throws {ApiError} REQUEST_TIMED_OUT.
 */
export async function listOffsets(
  cluster: ClusterClient,
  questions: readonly OffsetQuestion[],
  isolation: IsolationLevel = "read_uncommitted",
  options: RetryOptions = {},
): Promise<OffsetAnswer[]> {
  const answers = new Map<string, OffsetAnswer>();
  await retry(cluster.runtime, "ListOffsets", options, async () => {
    const open = questions.filter((question) => !answers.has(partitionKey(question)));
    const byLeader = new Map<number, Open[]>();
    let failure: unknown = null;
    for (const question of open) {
      try {
        const { leader, leaderEpoch } = await cluster.leader(question.topic, question.partition);
        const list = byLeader.get(leader) ?? [];
        byLeader.set(leader, list);
        list.push({ ...question, leader, leaderEpoch });
      } catch (error) {
        failure = noteFailure(answers, question, error) ?? failure;
      }
    }
    const asked = [...byLeader].map(([leader, list]) => ask(cluster, leader, list, isolation));
    const results = await Promise.allSettled(asked);
    for (const result of results) {
      if (result.status === "rejected") {
        failure = result.reason;
        continue;
      }
      for (const answer of result.value) {
        if (answer.error === null) answers.set(partitionKey(answer), answer);
        else failure = noteFailure(answers, answer, answer.error) ?? failure;
      }
    }
    if (failure === null) return;
    if (mayRetry(failure)) await refreshQuietly(cluster, questions);
    throw failure;
  });
  return questions.map((question) => answers.get(partitionKey(question))!);
}

/** Keeps a failure that will not pass as the answer; returns one that may. */
function noteFailure(
  answers: Map<string, OffsetAnswer>,
  { topic, partition }: TopicPartition,
  error: unknown,
): unknown {
  if (mayRetry(error) || !(error instanceof ApiError)) return error;
  answers.set(partitionKey({ topic, partition }), {
    topic,
    partition,
    offset: -1n,
    timestamp: -1n,
    leaderEpoch: -1,
    error,
  });
  return null;
}

async function refreshQuietly(
  cluster: ClusterClient,
  questions: readonly OffsetQuestion[],
): Promise<void> {
  await cluster.refresh([...new Set(questions.map(({ topic }) => topic))]).catch(() => {});
}

async function ask(
  cluster: ClusterClient,
  leader: number,
  questions: readonly Open[],
  isolation: IsolationLevel,
): Promise<OffsetAnswer[]> {
  const connection = await cluster.node(leader);
  const version = connection.versionFor(Apis.ListOffsets);
  const isOld = ({ timestamp }: OffsetQuestion) => version < (FIRST_VERSION.get(timestamp) ?? 0);
  const refused = questions.filter(isOld).map(unsupported);
  if (refused.length > 0) {
    const others = questions.filter((question) => !isOld(question));
    if (others.length === 0) return refused;
    return [...refused, ...await ask(cluster, leader, others, isolation)];
  }
  const response = await connection.send(Apis.ListOffsets, {
    replicaId: -1,
    isolationLevel: ISOLATION_LEVELS[isolation],
    topics: [...byTopic(questions)].map(([name, list]) => ({
      name,
      partitions: list.map(({ partition, leaderEpoch, timestamp }) => ({
        partitionIndex: partition,
        currentLeaderEpoch: leaderEpoch,
        timestamp,
      })),
    })),
    timeoutMs: connection.requestTimeoutMs,
  });
  return response.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, errorCode, offset, timestamp, leaderEpoch }) => ({
      topic: name,
      partition: partitionIndex,
      offset,
      timestamp,
      leaderEpoch,
      error: errorCode === Errors.NONE ? null : new ApiError(errorCode),
    }))
  );
}

function unsupported({ topic, partition, timestamp }: OffsetQuestion): OffsetAnswer {
  const error = new ApiError(
    Errors.UNSUPPORTED_VERSION,
    `The broker does not support to look up offsets by timestamp ${timestamp}`,
  );
  return { topic, partition, offset: -1n, timestamp: -1n, leaderEpoch: -1, error };
}
