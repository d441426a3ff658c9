/** Which partitions kafka-leader-election is about, as its flags and file say. */
import { partitionKey, type TopicPartition } from "../../client/topic_partition.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { JsonError, JsonValue } from "../json_document.ts";
import { OptionError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import { readPlanAt } from "../read_text.ts";
import type { LeaderElectionFlag } from "./flags.ts";

const SCOPES = ["topic", "all-topic-partitions", "path-to-json-file"] as const;

/** Null for all partitions. @throws {OptionError | JsonError} */
export async function electionScope(
  options: ParsedOptions<LeaderElectionFlag>,
  runtime: Runtime,
): Promise<readonly TopicPartition[] | null> {
  const path = options.value("path-to-json-file");
  if (path !== undefined) return parseElectionFile(await readPlanAt(runtime, path));
  const topic = options.value("topic");
  if (topic === undefined) return null;
  return [{ topic, partition: options.number("partition")! }];
}

/** @throws {OptionError} Where flags are missing or contradict each other. */
export function checkElectionFlags(options: ParsedOptions<LeaderElectionFlag>): void {
  const missing = (["bootstrap-server", "election-type"] as const)
    .filter((flag) => !options.has(flag));
  if (missing.length > 0) {
    throw new OptionError(`Missing required option(s): ${missing.join(", ")}`);
  }
  if (SCOPES.filter((flag) => options.has(flag)).length !== 1) {
    throw new OptionError(
      `One and only one of the following options is required: ${SCOPES.join(", ")}`,
    );
  }
  if (options.has("topic") && !options.has("partition")) {
    throw new OptionError("Missing required option(s): partition");
  }
  if (!options.has("topic") && options.has("partition")) {
    throw new OptionError("Option partition is only allowed if topic is used");
  }
}

/** @throws {JsonError} */
export function parseElectionFile(text: string): TopicPartition[] {
  const document = JsonValue.parse(text, "Replica election data is empty");
  const partitions = document.optional("partitions");
  if (partitions === null) {
    throw new JsonError('Replica election data is missing "partitions" field');
  }
  const named = partitions.array().map((element) => ({
    topic: element.field("topic").text(),
    partition: element.field("partition").integer(),
  }));
  const repeated = [...Map.groupBy(named, partitionKey).values()]
    .filter(({ length }) => length > 1);
  if (repeated.length === 0) return named;
  const names = repeated.map(([{ topic, partition }]) => `${topic}-${partition}`);
  throw new JsonError(
    `Replica election data contains duplicate partitions: [${names.join(", ")}]`,
  );
}
