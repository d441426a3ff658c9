/** `kafka-consumer-groups --delete-offsets`. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { byTopic, partitionKey, type TopicPartition } from "../../client/topic_partition.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, errorMessage, Errors } from "../../protocol/errors.ts";
import { named, topicsByName } from "../cluster.ts";
import { errorText } from "../error_text.ts";
import type { Table } from "../output/listing.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { MISSING } from "../output/text_table.ts";
import type { ConsumerGroupsFlag } from "./flags.ts";
import { parseTopicScope, partitionsOf } from "./partition_scope.ts";

/** Errors of the group itself. */
const GROUP_PROBLEMS: ReadonlySet<number> = new Set([
  Errors.INVALID_GROUP_ID,
  Errors.GROUP_ID_NOT_FOUND,
  Errors.GROUP_AUTHORIZATION_FAILED,
  Errors.NON_EMPTY_GROUP,
]);
const PARTITION_PROBLEMS: ReadonlySet<number> = new Set([
  Errors.GROUP_SUBSCRIBED_TO_TOPIC,
  Errors.TOPIC_AUTHORIZATION_FAILED,
  Errors.UNKNOWN_TOPIC_OR_PARTITION,
]);

/** @throws {ApiError | UsageError | OptionError} */
export async function deleteOffsets(
  cluster: ClusterClient,
  options: ParsedOptions<ConsumerGroupsFlag>,
  output: ToolOutput,
): Promise<void> {
  const groupId = options.value("group")!;
  const scopes = options.values("topic").map(parseTopicScope);
  const topics = await topicsByName(cluster, scopes.map(({ topic }) => topic));
  const partitions = partitionsOf(scopes, topics);
  const { groupError, errors } = await requestDeletion(cluster, groupId, partitions);
  const failure = groupError ?? [...errors.values()].find((error) => error !== null) ?? null;
  output.line(outcome(groupId, failure));
  const rows = partitions.map((it): Deleted => ({ ...it, error: errors.get(partitionKey(it))! }));
  for (const { topic, partitions } of scopes) {
    if (partitions === null && !topics.has(topic)) {
      const error = new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION);
      rows.push({ topic, partition: null, error });
    }
  }
  output.write(`\n${output.table(resultTable(rows))}`);
}

interface Deletion {
  readonly groupError: ApiError | null;
  /** By {@linkcode partitionKey}. */
  readonly errors: ReadonlyMap<string, ApiError | null>;
}

async function requestDeletion(
  cluster: ClusterClient,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<Deletion> {
  const { errorCode, topics } = await named(
    "deleteConsumerGroupOffsets(api=FIND_COORDINATOR)",
    cluster.callCoordinator("group", groupId, Apis.OffsetDelete, {
      groupId,
      topics: [...byTopic(partitions)].map(([name, list]) => ({
        name,
        partitions: list.map(({ partition }) => ({ partitionIndex: partition })),
      })),
    }, {
      errorOf: ({ errorCode }) => GROUP_PROBLEMS.has(errorCode) ? Errors.NONE : errorCode,
    }),
  );
  const groupError = errorCode === Errors.NONE ? null : new ApiError(errorCode);
  const errors = new Map(partitions.map((it) => [partitionKey(it), groupError]));
  for (const { name, partitions } of topics) {
    for (const { partitionIndex, errorCode } of partitions) {
      if (errorCode === Errors.NONE) continue;
      errors.set(
        partitionKey({ topic: name, partition: partitionIndex }),
        new ApiError(errorCode),
      );
    }
  }
  return { groupError, errors };
}

function outcome(groupId: string, failure: ApiError | null): string {
  if (failure === null) return `Request succeeded for deleting offsets from group ${groupId}.`;
  if (GROUP_PROBLEMS.has(failure.code)) return `\nError: ${errorMessage(failure.code)}`;
  if (PARTITION_PROBLEMS.has(failure.code)) {
    return "\nError: Encountered some partition-level error, see the follow-up details.";
  }
  return `\nError: Encounter some unknown error: ${errorText(failure)}`;
}

interface Deleted {
  readonly topic: string;
  /** Null of a topic that is not there. */
  readonly partition: number | null;
  readonly error: ApiError | null;
}

function resultTable(rows: readonly Deleted[]): Table<Deleted> {
  return {
    columns: [
      { title: "TOPIC", width: 15, of: ({ topic }) => topic },
      { title: "PARTITION", width: 10, of: ({ partition }) => partition ?? MISSING },
      {
        title: "STATUS",
        width: 15,
        fixed: true,
        of: ({ error }) => error === null ? "Successful" : `Error: ${errorText(error)}`,
        tone: ({ error }) => error === null ? undefined : "bad",
      },
    ],
    rows,
  };
}
