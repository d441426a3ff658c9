/** Moves the offsets of an application's group. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { TopicMetadata } from "../../client/cluster_metadata.ts";
import { commitOffsets } from "../../client/group_offsets.ts";
import type { TopicPartition } from "../../client/topic_partition.ts";
import { parseDateTime } from "../consumer_groups/date_time.ts";
import { parseDuration } from "../consumer_groups/duration.ts";
import { offsetLookup } from "../consumer_groups/offset_lookup.ts";
import { CsvError, readOffsetsCsv } from "../consumer_groups/offsets_csv.ts";
import { clamp, type PartitionOffset, planReset } from "../consumer_groups/plan_reset.ts";
import type { ResetScenario } from "../consumer_groups/reset_scenario.ts";
import { named } from "../cluster.ts";
import { OptionError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { readPlanAt } from "../read_text.ts";
import type { StreamsResetFlag } from "./flags.ts";

export interface ResetScope {
  readonly groupId: string;
  readonly input: readonly string[];
  readonly intermediate: readonly string[];
  readonly isDryRun: boolean;
}

/** @returns Whether all topics were there. */
export async function resetOffsets(
  cluster: ClusterClient,
  output: ToolOutput,
  options: ParsedOptions<StreamsResetFlag>,
  topics: ReadonlyMap<string, TopicMetadata>,
  { groupId, input, intermediate, isDryRun }: ResetScope,
): Promise<boolean> {
  if (input.length === 0 && intermediate.length === 0) {
    output.line("No input or intermediate topics specified. Skipping seek.");
    return true;
  }
  if (input.length > 0) output.line(`Reset-offsets for input topics [${input.join(", ")}]`);
  if (intermediate.length > 0) {
    output.line(`Seek-to-end for intermediate topics [${intermediate.join(", ")}]`);
  }
  const missing = (names: readonly string[]) => names.filter((name) => !topics.has(name));
  tellMissing(output, "input", missing(input), "Topic: ");
  tellMissing(output, "intermediate", missing(intermediate), "Topic:");
  const isComplete = missing([...input, ...intermediate]).length === 0;
  const partitionsOf = (names: readonly string[]) =>
    names.filter((name) => topics.has(name)).sort().flatMap((name) =>
      topics.get(name)!.partitions.map(({ partition }) => ({ topic: name, partition }))
    );
  const toReset = partitionsOf(input);
  const toEnd = partitionsOf(intermediate);
  if (toReset.length + toEnd.length === 0) return isComplete;
  const offsets: PartitionOffset[] = [];
  if (toReset.length > 0) {
    output.line(
      `Following input topics offsets will be reset to (for consumer group ${groupId})`,
    );
    offsets.push(...await newOffsets(cluster, output, options, groupId, toReset));
    for (const { topic, partition, offset } of offsets) {
      output.line(`Topic: ${topic} Partition: ${partition} Offset: ${offset}`);
    }
  }
  if (toEnd.length > 0) {
    output.line(
      `Following intermediate topics offsets will be reset to end (for consumer group ${groupId})`,
    );
    for (const name of new Set(toEnd.map(({ topic }) => topic))) output.line(`Topic: ${name}`);
    const lookup = offsetLookup(cluster, groupId, toEnd);
    offsets.push(...await planReset({ kind: "latest" }, toEnd, lookup, notesTo(output)));
  }
  if (!isDryRun) {
    const failed = await named("offsetCommit", commitOffsets(cluster, groupId, offsets));
    if (failed.length > 0) throw failed[0].error;
  }
  output.line("Done.");
  return isComplete;
}

function tellMissing(
  output: ToolOutput,
  kind: string,
  names: readonly string[],
  label: string,
): void {
  if (names.length === 0) return;
  output.line(`Following ${kind} topics are not found, skipping them`);
  for (const name of names) output.line(`${label}${name}`);
}

/** Where the flags lead; without any, to the beginning. @throws {OptionError | TimeFormatError} */
async function newOffsets(
  cluster: ClusterClient,
  output: ToolOutput,
  options: ParsedOptions<StreamsResetFlag>,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<PartitionOffset[]> {
  const lookup = offsetLookup(cluster, groupId, partitions);
  const notes = notesTo(output);
  const path = options.value("from-file");
  if (path === undefined) {
    return await planReset(scenario(cluster, options), partitions, lookup, notes);
  }
  const planned = (await readPlan(cluster, path))
    .filter(({ topic, partition }) =>
      partitions.some((it) => it.topic === topic && it.partition === partition)
    );
  return await clamp(planned, lookup, notes);
}

function scenario(
  cluster: ClusterClient,
  options: ParsedOptions<StreamsResetFlag>,
): Exclude<ResetScenario, { readonly kind: "file" }> {
  const offset = options.bigint("to-offset");
  if (offset !== undefined) return { kind: "offset", offset };
  const by = options.bigint("shift-by");
  if (by !== undefined) return { kind: "shift", by };
  const dateTime = options.value("to-datetime");
  if (dateTime !== undefined) return { kind: "time", timestamp: BigInt(parseDateTime(dateTime)) };
  const duration = options.value("by-duration");
  if (duration !== undefined) {
    const nowMs = BigInt(cluster.runtime.clock.now());
    return { kind: "time", timestamp: nowMs - parseDuration(duration) };
  }
  return { kind: options.has("to-latest") ? "latest" : "earliest" };
}

/** @throws {OptionError} */
async function readPlan(cluster: ClusterClient, path: string): Promise<PartitionOffset[]> {
  const text = await readPlanAt(cluster.runtime, path);
  try {
    return readOffsetsCsv(text, "");
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new OptionError(
      "Reset plan CSV file is not following the format `TOPIC,PARTITION,OFFSET`.",
    );
  }
}

function notesTo(output: ToolOutput) {
  return {
    clamped: (text: string) => output.line(text.replace(/ for topic partition \S+(?=\. )/, "")),
    nothingThatLate: ({ topic, partition }: TopicPartition) =>
      output.line(
        `Partition ${partition} from topic ${topic} is empty, without a committed record. Falling ` +
          "back to latest known offset.",
      ),
  };
}
