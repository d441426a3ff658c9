/** Which flags of kafka-consumer-groups go together. */
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import type { ConsumerGroupsFlag } from "./flags.ts";
import { RESET_SCENARIOS } from "./reset_scenario.ts";

const ACTIONS = [
  "list",
  "describe",
  "delete",
  "reset-offsets",
  "delete-offsets",
  "validate-regex",
] as const;
export type ConsumerGroupsAction = (typeof ACTIONS)[number];

const VIEWS = ["members", "offsets", "state"] as const;
const NO_ACTION_WARNING =
  "WARN: No action will be performed as the --execute option is missing. In version 5.0, this command " +
  "will require either --dry-run or --execute to be specified. You should add the --dry-run option " +
  "explicitly if you are scripting this command and want to keep the current default behavior without " +
  "prompting.";

/**
 * The one action that the flags name.
 *
 * @throws {UsageError} Where flags are missing or contradict each other.
 */
export function checkFlags(
  options: ParsedOptions<ConsumerGroupsFlag>,
  output: ToolOutput,
): ConsumerGroupsAction {
  const actions = ACTIONS.filter((action) => options.has(action));
  if (actions.length !== 1) {
    const all = ACTIONS.map((action) => `--${action}`).join(", ");
    throw new UsageError(`Command must include exactly one action: ${all}`);
  }
  const action = actions[0];
  if (action === "validate-regex") return action;
  options.require("bootstrap-server");
  if (action === "describe") checkDescribe(options);
  if (action === "delete") {
    requireGroups(options, action);
    if (options.has("topic")) {
      throw new UsageError(
        "The consumer does not support topic-specific offset deletion from a consumer group.",
      );
    }
  }
  if (action === "delete-offsets" && !(options.has("topic") && options.has("group"))) {
    throw new UsageError(`Option [${action}] takes the following options: [topic], [group]`);
  }
  if (action === "reset-offsets") checkReset(options, output);
  options.refuse("group", "all-groups", "list");
  options.refuse("topic", "list", "describe");
  return action;
}

function checkDescribe(options: ParsedOptions<ConsumerGroupsFlag>): void {
  requireGroups(options, "describe");
  if (VIEWS.filter((view) => options.has(view)).length > 1) {
    const all = VIEWS.map((view) => `[${view}]`).join(", ");
    throw new UsageError(`Option [describe] takes at most one of these options: ${all}`);
  }
  if (options.value("state") !== undefined) {
    throw new UsageError("Option [describe] does not take a value for [state]");
  }
}

function checkReset(options: ParsedOptions<ConsumerGroupsFlag>, output: ToolOutput): void {
  const executes = options.has("execute");
  if (executes && options.has("dry-run")) {
    throw new UsageError("Option [reset-offsets] only accepts one of [execute] and [dry-run]");
  }
  if (!executes && !options.has("dry-run")) output.errorLine(NO_ACTION_WARNING);
  requireGroups(options, "reset-offsets");
  const given = RESET_SCENARIOS.filter((name) => options.has(name));
  for (const name of given) options.refuse(name, ...RESET_SCENARIOS.filter((it) => it !== name));
  if (!options.has("all-topics") && !options.has("topic") && !options.has("from-file")) {
    throw new UsageError("One of the reset scopes should be defined: --all-topics, --topic.");
  }
  if (given.length === 0) {
    const all = RESET_SCENARIOS.map((name) => `[${name}]`).join(", ");
    throw new UsageError(
      `Option '[reset-offsets]' requires one of the following scenarios: [${all}]`,
    );
  }
}

function requireGroups(
  options: ParsedOptions<ConsumerGroupsFlag>,
  action: ConsumerGroupsAction,
): void {
  if (options.has("group") || options.has("all-groups")) return;
  throw new UsageError(`Option [${action}] takes one of these options: [all-groups], [group]`);
}
