/** The files of kafka-reassign-partitions, read and written. */
import { inOrder } from "../../client/admin/reassignments.ts";
import type { TopicPartition } from "../../client/topic_partition.ts";
import { JsonError, JsonValue } from "../json_document.ts";

export interface PlannedPartition extends TopicPartition {
  readonly replicas: readonly number[];
  /** A directory for each replica, or {@linkcode ANY_DIRECTORY}. */
  readonly directories: readonly string[];
}

/** The broker chooses. */
export const ANY_DIRECTORY = "any";
const VERSION = 1;

/** `--reassignment-json-file`, by topic and partition. @throws {JsonError} */
export function parsePlan(text: string): PlannedPartition[] {
  const document = parseVersioned(text);
  const partitions = document.optional("partitions")?.array() ?? [];
  const plan = partitions.map((element) => {
    const topic = element.field("topic").text();
    const partition = element.field("partition").integer();
    const replicas = element.field("replicas").array().map((it) => it.integer());
    const directories = element.optional("log_dirs")?.array().map((it) => it.text()) ??
      replicas.map(() => ANY_DIRECTORY);
    if (directories.length !== replicas.length) {
      throw new JsonError(
        `Size of replicas list [${replicas.join(", ")}] is different from size of log dirs list ` +
          `[${directories.join(", ")}] for partition ${topic}-${partition}`,
      );
    }
    return { topic, partition, replicas, directories };
  });
  return plan.sort(inOrder);
}

/** A plan that may be carried out. @throws {JsonError} */
export function parseExecutablePlan(text: string): PlannedPartition[] {
  const plan = parsePlan(text);
  if (plan.length === 0) throw new JsonError("Partition reassignment list cannot be empty");
  if (plan.some(({ replicas }) => replicas.length === 0)) {
    throw new JsonError("Partition replica list cannot be empty");
  }
  const twice = repeated(plan.map(nameOf));
  if (twice.length > 0) {
    throw new JsonError(
      `Partition reassignment contains duplicate topic partitions: ${twice.join(",")}`,
    );
  }
  const withDuplicates = plan.filter(({ replicas }) => repeated(replicas).length > 0);
  if (withDuplicates.length > 0) {
    const texts = withDuplicates.map((planned) =>
      `${nameOf(planned)} contains multiple entries for ${repeated(planned.replicas).join(",")}`
    );
    throw new JsonError(
      `Partition replica lists may not contain duplicate entries: ${texts.join(". ")}`,
    );
  }
  return plan;
}

/** `--topics-to-move-json-file`. @throws {JsonError} */
export function parseTopics(text: string): string[] {
  const topics = (parseVersioned(text).optional("topics")?.array() ?? [])
    .map((element) => element.field("topic").text());
  const twice = repeated(topics);
  if (twice.length === 0) return topics;
  throw new JsonError(
    `List of topics to reassign contains duplicate entries: [${twice.join(", ")}]`,
  );
}

function parseVersioned(text: string): JsonValue {
  const document = JsonValue.parse(
    text,
    "Failed to parse the JSON: it is not complete or not JSON",
  );
  const version = document.optional("version")?.integer() ?? VERSION;
  if (version !== VERSION) throw new JsonError(`Not supported version field value ${version}`);
  return document;
}

/** A plan as the text of a file. */
export function planText(plan: readonly PlannedPartition[]): string {
  return JSON.stringify({
    version: VERSION,
    partitions: plan.map(({ topic, partition, replicas, directories }) => ({
      topic,
      partition,
      replicas,
      log_dirs: directories,
    })),
  });
}

export function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`;
}

/** What is in a list more than once. */
export function repeated<T>(items: readonly T[]): T[] {
  return [...new Set(items.filter((item, i) => items.indexOf(item) !== i))];
}
