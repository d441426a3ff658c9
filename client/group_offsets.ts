/** Offsets that a group has committed: reading, writing (OffsetFetch, OffsetCommit). */
import { Apis } from "../protocol/apis.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { ClusterClient } from "./cluster_client.ts";
import { retry, type RetryOptions } from "./retry.ts";
import { byTopic, type TopicPartition } from "./topic_partition.ts";

export interface CommittedOffset extends TopicPartition {
  /** -1 when nothing is committed. */
  readonly offset: bigint;
  /** -1 when unknown. */
  readonly leaderEpoch: number;
  readonly metadata: string | null;
  readonly error: ApiError | null;
}

export interface OffsetToCommit extends TopicPartition {
  readonly offset: bigint;
  readonly leaderEpoch?: number;
  readonly metadata?: string | null;
}

/** As whom offsets are committed; left out: from outside of the group. */
export interface CommittingMember {
  readonly generation: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

/** Later versions name topics by id. */
const LAST_VERSION_WITH_NAMES = 9;
const FIRST_BATCHED_VERSION = 8;
const FIRST_STABLE_VERSION = 7;

export interface GroupCallOptions extends RetryOptions {
  /** See {@linkcode ClusterClient.closeLane}. */
  readonly lane?: string;
}

export interface FetchCommittedOptions extends GroupCallOptions {
  /** Waits for transactions that may still change the offsets (KIP-447). */
  readonly requireStable?: boolean;
}

/**
 * What the group has committed for the given partitions, or for all.
 *
 * @param partitions null for all that the group has offsets of.
 * @throws {ApiError} The group's error; errors of single partitions stand with them.
 */
export function fetchCommitted(
  cluster: ClusterClient,
  groupId: string,
  partitions: readonly TopicPartition[] | null,
  options: FetchCommittedOptions = {},
): Promise<CommittedOffset[]> {
  const topics = partitions === null ? null : [...byTopic(partitions)].map(([name, list]) => ({
    name,
    partitionIndexes: list.map(({ partition }) => partition),
  }));
  return withCoordinator(
    cluster,
    groupId,
    "OffsetFetch",
    options,
    async (connection, timeoutMs) => {
      const newest = connection.versionFor(Apis.OffsetFetch);
      const version = Math.min(newest, LAST_VERSION_WITH_NAMES);
      const batched = version >= FIRST_BATCHED_VERSION;
      const requireStable = version >= FIRST_STABLE_VERSION && (options.requireStable ?? false);
      const request = batched
        ? { groups: [{ groupId, topics }], requireStable }
        : { groupId, topics, requireStable };
      const response = await connection.send(Apis.OffsetFetch, request, { version, timeoutMs });
      const group = batched ? response.groups[0] : response;
      throwError(group.errorCode);
      const offsets = group.topics.flatMap(({ name, partitions }) =>
        partitions.map((answer): CommittedOffset => ({
          topic: name,
          partition: answer.partitionIndex,
          offset: answer.committedOffset,
          leaderEpoch: answer.committedLeaderEpoch,
          metadata: answer.metadata,
          error: answer.errorCode === Errors.NONE ? null : new ApiError(answer.errorCode),
        }))
      );
      const passing = offsets.find(({ error }) => error?.retriable);
      if (passing !== undefined) throw passing.error;
      return offsets;
    },
  );
}

/**
 * Commits offsets.
 *
 * @returns Errors of single partitions that do not pass, with the partitions; empty when all went well.
 * @throws {ApiError} What concerns the member or the group as a whole.
 */
export function commitOffsets(
  cluster: ClusterClient,
  groupId: string,
  offsets: readonly OffsetToCommit[],
  member: CommittingMember | null = null,
  options: GroupCallOptions = {},
): Promise<(TopicPartition & { readonly error: ApiError })[]> {
  const request = {
    groupId,
    generationIdOrMemberEpoch: member?.generation ?? -1,
    memberId: member?.memberId ?? "",
    groupInstanceId: member?.groupInstanceId ?? null,
    topics: [...byTopic(offsets)].map(([name, list]) => ({
      name,
      partitions: list.map(({ partition, offset, leaderEpoch, metadata }) => ({
        partitionIndex: partition,
        committedOffset: offset,
        committedLeaderEpoch: leaderEpoch ?? -1,
        committedMetadata: metadata ?? "",
      })),
    })),
  };
  return withCoordinator(
    cluster,
    groupId,
    "OffsetCommit",
    options,
    async (connection, timeoutMs) => {
      const version = Math.min(connection.versionFor(Apis.OffsetCommit), LAST_VERSION_WITH_NAMES);
      const response = await connection.send(Apis.OffsetCommit, request, { version, timeoutMs });
      const failed = response.topics.flatMap(({ name, partitions }) =>
        partitions.filter(({ errorCode }) => errorCode !== Errors.NONE)
          .map(({ partitionIndex, errorCode }) => ({
            topic: name,
            partition: partitionIndex,
            error: new ApiError(errorCode),
          }))
      );
      const ofGroup = failed.find(({ error }) => error.retriable || OF_GROUP.has(error.code));
      if (ofGroup !== undefined) throw ofGroup.error;
      return failed;
    },
  );
}

/** Errors that stand with every partition but concern the member or the group. */
const OF_GROUP: ReadonlySet<number> = new Set([
  Errors.ILLEGAL_GENERATION,
  Errors.UNKNOWN_MEMBER_ID,
  Errors.REBALANCE_IN_PROGRESS,
  Errors.FENCED_INSTANCE_ID,
  Errors.FENCED_MEMBER_EPOCH,
  Errors.STALE_MEMBER_EPOCH,
  Errors.GROUP_AUTHORIZATION_FAILED,
  Errors.INVALID_GROUP_ID,
  Errors.GROUP_ID_NOT_FOUND,
]);

type Connection = Awaited<ReturnType<ClusterClient["coordinator"]>>;

function withCoordinator<T>(
  cluster: ClusterClient,
  groupId: string,
  what: string,
  options: GroupCallOptions,
  attempt: (connection: Connection, timeoutMs: number) => Promise<T>,
): Promise<T> {
  return retry(cluster.runtime, what, options, async (number, leftMs) => {
    if (number > 0) cluster.forgetCoordinator("group", groupId);
    const connection = await cluster.coordinator("group", groupId, options.lane);
    return await attempt(connection, Math.min(leftMs, connection.requestTimeoutMs));
  });
}

function throwError(errorCode: number): void {
  if (errorCode !== Errors.NONE) throw new ApiError(errorCode);
}
