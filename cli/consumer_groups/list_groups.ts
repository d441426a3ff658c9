/** `kafka-consumer-groups --list`. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import { writeJson } from "../json_output.ts";
import type { ToolOutput } from "../output.ts";
import { textTable } from "../text_table.ts";
import { findGroups } from "./find_groups.ts";
import type { ConsumerGroupsFlag } from "./flags.ts";

const STATES = [
  "Assigning",
  "Dead",
  "PreparingRebalance",
  "Stable",
  "CompletingRebalance",
  "Empty",
  "Reconciling",
];
const TYPES = ["Consumer", "Classic"];
const MIN_GROUP_WIDTH = 15;
/** The first column is so much wider than its longest cell. */
const EXTRA_WIDTH = 10;
const WIDTH = 20;

/** @throws {UsageError | ApiError | NoBrokersError} */
export async function printGroups(
  cluster: ClusterClient,
  options: ParsedOptions<ConsumerGroupsFlag>,
  output: ToolOutput,
): Promise<void> {
  const states = names(options.value("state"), STATES, "state", "states");
  const types = names(options.value("type"), TYPES, "types", "types");
  const groups = await findGroups(cluster, { states, types });
  if (options.has("json")) return writeJson(output, groups);
  const shown = [
    ...options.has("type") ? ["type" as const] : [],
    ...options.has("state") ? ["state" as const] : [],
  ];
  if (shown.length === 0) {
    output.write(groups.map(({ groupId }) => `${groupId}\n`).join(""));
    return;
  }
  const longest = Math.max(MIN_GROUP_WIDTH, ...groups.map(({ groupId }) => groupId.length));
  output.write(textTable(
    [
      { title: "GROUP", width: longest + EXTRA_WIDTH },
      ...shown.map((field) => ({ title: field.toUpperCase(), width: WIDTH })),
    ],
    groups.map((group) => [group.groupId, ...shown.map((field) => capitalized(group[field]))]),
  ));
}

/** Names in a flag's value, spelled as Kafka spells them. @throws {UsageError} If one is unknown. */
function names(
  text: string | undefined,
  allowed: readonly string[],
  kind: string,
  plural: string,
): string[] {
  if (text === undefined) return [];
  return text.split(",").map((part) => {
    const name = part.trim().toLowerCase();
    const found = allowed.find((it) => it.toLowerCase() === name);
    if (found !== undefined) return found;
    throw new UsageError(
      `Invalid ${kind} list '${text}'. Valid ${plural} are: ${allowed.join(", ")}`,
    );
  });
}

/** Brokers call the types `classic` and `consumer`, the tool `Classic` and `Consumer`. */
function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
