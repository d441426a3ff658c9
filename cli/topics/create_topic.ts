/** `kafka-topics --create`. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { named } from "../cluster.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import type { TopicsFlag } from "./flags.ts";
import { parseReplicaAssignment } from "./replica_assignment.ts";

const MAX_REPLICATION_FACTOR = 32767;
const COLLISION_WARNING =
  "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could " +
  "collide. To avoid issues it is best to use either, but not both.";

/** @throws {ApiError | RangeError | ReplicaAssignmentError | OptionError} */
export async function createTopic(
  cluster: ClusterClient,
  options: ParsedOptions<TopicsFlag>,
  output: ToolOutput,
): Promise<void> {
  const name = options.value("topic")!;
  const partitions = options.number("partitions");
  const replicationFactor = options.number("replication-factor");
  const assignmentText = options.value("replica-assignment");
  const assignment = assignmentText === undefined ? [] : parseReplicaAssignment(assignmentText);
  const configs = options.values("config").map(parseConfig);
  if (/[._]/.test(name)) output.line(COLLISION_WARNING);
  if (
    replicationFactor !== undefined &&
    (replicationFactor < 1 || replicationFactor > MAX_REPLICATION_FACTOR)
  ) {
    throw new RangeError(
      `The replication factor must be between 1 and ${MAX_REPLICATION_FACTOR} inclusive`,
    );
  }
  if (partitions !== undefined && partitions < 1) {
    throw new RangeError("The partitions must be greater than 0");
  }
  if (name === "") {
    throw new ApiError(
      Errors.INVALID_TOPIC_EXCEPTION,
      "The given topic name '' cannot be represented in a request.",
    );
  }
  const topic = {
    name,
    numPartitions: assignment.length > 0 ? -1 : partitions ?? -1,
    replicationFactor: assignment.length > 0 ? -1 : replicationFactor ?? -1,
    assignments: assignment.map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
    configs,
  };
  const response = await named(
    "createTopics",
    cluster.callController(Apis.CreateTopics, { topics: [topic] }, {
      errorOf: ({ topics }) => passing(topics[0]?.errorCode),
    }),
  );
  const { errorCode, errorMessage } = response.topics[0];
  if (errorCode === Errors.TOPIC_ALREADY_EXISTS && options.has("if-not-exists")) return;
  if (errorCode !== Errors.NONE) throw new ApiError(errorCode, errorMessage ?? undefined);
  output.line(`Created topic ${name}.`);
}

/** Errors that another controller or another moment may not have; the rest is looked at in the answer. */
function passing(errorCode: number): number {
  return errorCode === Errors.NOT_CONTROLLER || errorCode === Errors.REQUEST_TIMED_OUT
    ? errorCode
    : Errors.NONE;
}

/** @throws {RangeError} If there is no value. */
function parseConfig(text: string): { readonly name: string; readonly value: string } {
  const parts = text.trim().split(/\s*=\s*/);
  while (parts.at(-1) === "") parts.pop();
  if (parts.length !== 2) {
    throw new RangeError(
      "requirement failed: Invalid topic config: all configs to be added must be in the format " +
        '"key=val".',
    );
  }
  return { name: parts[0], value: parts[1] };
}
