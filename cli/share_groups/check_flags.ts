/** Which flags of kafka-share-groups go together. */
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ShareGroupsFlag } from "./flags.ts";

const ACTIONS = ["list", "describe", "delete", "reset-offsets", "delete-offsets"] as const;
export type ShareGroupsAction = (typeof ACTIONS)[number];
type Options = ParsedOptions<ShareGroupsFlag>;

const STATES = ["Dead", "Stable", "Empty"];

/** The one action that the flags name. @throws {UsageError} Where flags are missing or contradict each other. */
export function checkShareGroupsFlags(options: Options): ShareGroupsAction {
  options.require("bootstrap-server");
  const actions = ACTIONS.filter((action) => options.has(action));
  if (actions.length !== 1) {
    const names = ACTIONS.map((action) => `--${action}`).join(", ");
    throw new UsageError(`Command must include exactly one action: ${names}.`);
  }
  const [action] = actions;
  CHECKS[action](options);
  return action;
}

const CHECKS: Readonly<Record<ShareGroupsAction, (options: Options) => void>> = {
  "list": () => {},
  "describe"(options) {
    if (!options.has("group") && !options.has("all-groups")) {
      throw new UsageError("Option [describe] takes one of these options: [all-groups], [group]");
    }
    const parts = (["members", "offsets", "state"] as const).filter((flag) => options.has(flag));
    if (parts.length > 1) {
      throw new UsageError(
        "Option [describe] takes at most one of these options: [members], [offsets], [state]",
      );
    }
    if (options.values("state").length > 0) {
      throw new UsageError("Option [describe] does not take a value for [state]");
    }
  },
  "delete"(options) {
    if (!options.has("group") && !options.has("all-groups")) {
      throw new UsageError("Option [delete] takes the options [group] or [all-groups]");
    }
    if (options.has("topic")) {
      throw new UsageError("Option [delete] does not take the option: [topic]");
    }
  },
  "reset-offsets"(options) {
    if (options.has("dry-run") && options.has("execute")) {
      throw new UsageError(
        "Option [reset-offsets] only accepts one of [execute] and [dry-run]",
      );
    }
    if (!options.has("dry-run") && !options.has("execute")) {
      throw new UsageError("Option [reset-offsets] takes the option: [execute] or [dry-run]");
    }
    if (!options.has("group")) {
      throw new UsageError("Option [reset-offsets] takes the option: [group]");
    }
    oneOf(options, "all-topics", "topic");
    oneOf(options, "to-datetime", "to-earliest", "to-latest");
  },
  "delete-offsets"(options) {
    if (!options.has("group") || !options.has("topic")) {
      throw new UsageError("Option [delete-offsets] takes the following options: [group], [topic]");
    }
  },
};

function oneOf(options: Options, ...flags: readonly ShareGroupsFlag[]): void {
  const given = flags.filter((flag) => options.has(flag));
  if (given.length === 1) return;
  const names = flags.map((flag) => `[${flag}]`).join(", ");
  throw new UsageError(`Option [reset-offsets] takes one of these options: ${names}`);
}

/** Group states as the broker spells them. @throws {UsageError} */
export function parseStates(text: string, valid: readonly string[] = STATES): string[] {
  return text.split(",").map((word) => {
    const name = word.trim().toLowerCase();
    const state = valid.find((it) => it.toLowerCase() === name);
    if (state !== undefined) return state;
    throw new UsageError(`Invalid state list '${text}'. Valid states are: ${valid.join(", ")}`);
  });
}
