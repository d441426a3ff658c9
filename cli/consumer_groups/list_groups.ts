/** `kafka-consumer-groups --list`. */
import type { ListedGroup } from "../../client/admin/groups.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { UsageError } from "../options/option_error.ts";
import { type Column, widest } from "../output/listing.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { findGroups } from "./find_groups.ts";
import type { ConsumerGroupsFlag } from "./flags.ts";
import { stateTone } from "./group_columns.ts";

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
  const shown = [
    ...options.has("type") ? ["type" as const] : [],
    ...options.has("state") ? ["state" as const] : [],
  ];
  const ids = groups.map(({ groupId }) => groupId);
  if (shown.length === 0) return output.report(groups, ids.map((id) => `${id}\n`).join(""));
  const width = widest(ids, MIN_GROUP_WIDTH) + EXTRA_WIDTH;
  output.list({
    columns: [
      { title: "GROUP", width, of: ({ groupId }) => groupId },
      ...shown.map((field): Column<ListedGroup> => ({
        title: field.toUpperCase(),
        width: WIDTH,
        of: (group) => capitalized(group[field]),
        tone: field === "state" ? ({ state }) => stateTone(state) : undefined,
      })),
    ],
    rows: groups,
  });
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
