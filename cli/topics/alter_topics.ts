/** `kafka-topics --alter` and `--delete`. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { named } from "../cluster.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import { findTopics, refuseNoTopic } from "./find_topics.ts";
import type { TopicsFlag } from "./flags.ts";
import { parseReplicaAssignment } from "./replica_assignment.ts";

const TIMEOUT_MS = 60000;

/** Gives topics more partitions. @throws {ApiError | TopicNotFoundError | ReplicaAssignmentError} */
export async function addPartitions(
  cluster: ClusterClient,
  options: ParsedOptions<TopicsFlag>,
): Promise<void> {
  const count = options.number("partitions")!;
  const found = await findTopics(cluster, options);
  refuseNoTopic(found, options);
  if (found.length === 0) return;
  const assignmentText = options.value("replica-assignment");
  const assignment = assignmentText === undefined ? null : parseReplicaAssignment(assignmentText);
  const topics = found.map(({ name, partitions }) => ({
    name,
    count,
    // The text assigns all partitions; the request takes the new ones.
    assignments: assignment?.slice(partitions.length).map((brokerIds) => ({ brokerIds })) ?? null,
  }));
  const { results } = await named(
    "createPartitions",
    cluster.callController(Apis.CreatePartitions, {
      topics,
      timeoutMs: TIMEOUT_MS,
      validateOnly: false,
    }, { errorOf: ({ results }) => notController(results) }),
  );
  refuseErrors(results);
}

/** Deletes topics. @throws {ApiError | TopicNotFoundError} */
export async function deleteTopics(
  cluster: ClusterClient,
  options: ParsedOptions<TopicsFlag>,
): Promise<void> {
  const found = await findTopics(cluster, options);
  refuseNoTopic(found, options);
  if (found.length === 0) return;
  const { responses } = await named(
    "deleteTopics",
    cluster.callController(Apis.DeleteTopics, {
      topics: found.map(({ name }) => ({ name })),
      topicNames: found.map(({ name }) => name),
      timeoutMs: TIMEOUT_MS,
    }, { errorOf: ({ responses }) => notController(responses) }),
  );
  refuseErrors(responses);
}

interface Result {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

function notController(results: readonly Result[]): number {
  return results.find(({ errorCode }) => errorCode === Errors.NOT_CONTROLLER)?.errorCode ??
    Errors.NONE;
}

function refuseErrors(results: readonly Result[]): void {
  const failed = results.find(({ errorCode }) => errorCode !== Errors.NONE);
  if (failed) throw new ApiError(failed.errorCode, failed.errorMessage ?? undefined);
}
