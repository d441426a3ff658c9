/** Which flags of kafka-streams-groups go together. */
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { StreamsGroupsFlag } from "./flags.ts";

const ACTIONS = ["list", "describe", "delete", "reset-offsets", "delete-offsets"] as const;
export type StreamsGroupsAction = (typeof ACTIONS)[number];
type Options = ParsedOptions<StreamsGroupsFlag>;

export const STREAMS_STATES = ["Stable", "Reconciling", "NotReady", "Dead", "Empty", "Assigning"];
const SCENARIOS = [
  "to-offset",
  "to-datetime",
  "by-duration",
  "to-earliest",
  "to-latest",
  "to-current",
  "shift-by",
  "from-file",
] as const satisfies readonly StreamsGroupsFlag[];

/** The one action that the flags name. @throws {UsageError} Where flags are missing or contradict each other. */
export function checkStreamsGroupsFlags(options: Options): StreamsGroupsAction {
  options.require("bootstrap-server");
  const actions = ACTIONS.filter((action) => options.has(action));
  if (actions.length !== 1) {
    throw new UsageError(
      "Command must include exactly one action: --list, --describe, --delete, --reset-offsets, or " +
        "--delete-offsets.",
    );
  }
  const [action] = actions;
  const hasGroup = options.has("group") || options.has("all-groups");
  if (action === "describe") checkDescribe(options, hasGroup);
  if (action === "delete" && !hasGroup) {
    throw new UsageError("Option [delete] takes one of these options: [all-groups], [group]");
  }
  if (action === "delete-offsets") {
    if (!options.has("group") || !options.has("input-topic") && !options.has("all-input-topics")) {
      throw new UsageError(
        "Option [delete-offsets] takes the following options: [group], and [input-topic] or " +
          "[all-input-topics]",
      );
    }
  }
  if (action === "reset-offsets") checkReset(options, hasGroup);
  return action;
}

function checkDescribe(options: Options, hasGroup: boolean): void {
  if (!hasGroup) {
    throw new UsageError("Option [describe] takes one of these options: [all-groups], [group]");
  }
  const parts = (["members", "offsets", "state"] as const).filter((flag) => options.has(flag));
  if (parts.length > 1) {
    throw new UsageError(
      "Option [describe] takes at most one of these options: [members], [offsets], [state]",
    );
  }
}

function checkReset(options: Options, hasGroup: boolean): void {
  if (options.has("dry-run") && options.has("execute")) {
    throw new UsageError("Option [reset-offsets] only accepts one of [execute] and [dry-run]");
  }
  if (!options.has("dry-run") && !options.has("execute")) {
    throw new UsageError("Option [reset-offsets] takes the option: [execute] or [dry-run]");
  }
  if (!hasGroup) {
    throw new UsageError(
      "Option [reset-offsets] takes one of these options: [all-groups], [group]",
    );
  }
  for (const flag of SCENARIOS) {
    options.refuse(flag, ...SCENARIOS.filter((other) => other !== flag));
  }
  const hasScope = options.has("input-topic") || options.has("all-input-topics");
  if (!hasScope && !options.has("from-file")) {
    throw new UsageError("One of the reset scopes should be defined: --all-topics, --topic.");
  }
}
