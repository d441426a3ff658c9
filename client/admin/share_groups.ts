/** Share groups as administrators see them (KIP-932). */
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { type ApiError, Errors } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { byTopic, type TopicPartition } from "../topic_partition.ts";
import { itemError } from "./item_error.ts";

export type DescribedShareGroup = DecodedMessage<
  (typeof Apis.ShareGroupDescribe)["response"]
>["groups"][number];

export interface ShareOffset extends TopicPartition {
  /** -1 when nothing was delivered yet. */
  readonly startOffset: bigint;
  /** -1 when unknown. */
  readonly leaderEpoch: number;
  /** -1 when unknown. */
  readonly lag: bigint;
  readonly error: ApiError | null;
}

/** @throws {ApiError} GROUP_ID_NOT_FOUND, ... */
export async function describeShareGroup(
  cluster: ClusterClient,
  groupId: string,
  options: RetryOptions = {},
): Promise<DescribedShareGroup> {
  const { groups: [group] } = await cluster.callCoordinator(
    "group",
    groupId,
    Apis.ShareGroupDescribe,
    { groupIds: [groupId], includeAuthorizedOperations: false },
    { ...options, errorOf: ({ groups }) => retriable(groups[0].errorCode) },
  );
  const error = itemError(group.errorCode, group.errorMessage);
  if (error !== null) throw error;
  return group;
}

/** Of all partitions that the group is about. @throws {ApiError} */
export async function shareOffsets(
  cluster: ClusterClient,
  groupId: string,
  options: RetryOptions = {},
): Promise<ShareOffset[]> {
  const { groups: [group] } = await cluster.callCoordinator(
    "group",
    groupId,
    Apis.DescribeShareGroupOffsets,
    { groups: [{ groupId, topics: null }] },
    { ...options, errorOf: ({ groups }) => retriable(groups[0].errorCode) },
  );
  const error = itemError(group.errorCode, group.errorMessage);
  if (error !== null) throw error;
  return group.topics.flatMap(({ topicName, partitions }) =>
    partitions.map((answer) => ({
      topic: topicName,
      partition: answer.partitionIndex,
      startOffset: answer.startOffset,
      leaderEpoch: answer.leaderEpoch,
      lag: answer.lag,
      error: itemError(answer.errorCode, answer.errorMessage),
    }))
  );
}

/** Moves the start of partitions. @throws {ApiError} The group's error, or the first of a partition's. */
export async function alterShareOffsets(
  cluster: ClusterClient,
  groupId: string,
  offsets: readonly (TopicPartition & { readonly offset: bigint })[],
  options: RetryOptions = {},
): Promise<void> {
  const response = await cluster.callCoordinator(
    "group",
    groupId,
    Apis.AlterShareGroupOffsets,
    {
      groupId,
      topics: [...byTopic(offsets)].map(([topicName, list]) => ({
        topicName,
        partitions: list.map(({ partition, offset }) => ({
          partitionIndex: partition,
          startOffset: offset,
        })),
      })),
    },
    { ...options, errorOf: ({ errorCode }) => retriable(errorCode) },
  );
  const errors = [
    itemError(response.errorCode, response.errorMessage),
    ...response.responses.flatMap(({ partitions }) =>
      partitions.map(({ errorCode, errorMessage }) => itemError(errorCode, errorMessage))
    ),
  ];
  for (const error of errors) if (error !== null) throw error;
}

/** Forgets all that the group knows of topics. Answers in the order of the topics. @throws {ApiError} The group's error. */
export async function deleteShareOffsets(
  cluster: ClusterClient,
  groupId: string,
  topics: readonly string[],
  options: RetryOptions = {},
): Promise<{ readonly topic: string; readonly error: ApiError | null }[]> {
  const response = await cluster.callCoordinator(
    "group",
    groupId,
    Apis.DeleteShareGroupOffsets,
    { groupId, topics: topics.map((topicName) => ({ topicName })) },
    { ...options, errorOf: ({ errorCode }) => retriable(errorCode) },
  );
  const error = itemError(response.errorCode, response.errorMessage);
  if (error !== null) throw error;
  const answers = new Map(response.responses.map((answer) => [answer.topicName, answer]));
  return topics.map((topic) => {
    const answer = answers.get(topic);
    return { topic, error: answer ? itemError(answer.errorCode, answer.errorMessage) : null };
  });
}

/** Errors that come with a message are thrown with it, by the caller. */
function retriable(errorCode: number): number {
  return itemError(errorCode)?.retriable ? errorCode : Errors.NONE;
}
