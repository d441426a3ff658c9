/** Which flags of kafka-reassign-partitions go together. */
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ReassignFlag } from "./flags.ts";

const ACTIONS = ["generate", "execute", "verify", "cancel", "list"] as const;
export type ReassignAction = (typeof ACTIONS)[number];

const COMMON: readonly ReassignFlag[] = [
  "bootstrap-server",
  "bootstrap-controller",
  "command-config",
];

/** By action: what must be there, and what else may be. */
const RULES: Readonly<
  Record<ReassignAction, readonly [readonly ReassignFlag[], readonly ReassignFlag[]]>
> = {
  verify: [["reassignment-json-file"], ["preserve-throttles"]],
  generate: [["topics-to-move-json-file", "broker-list"], ["disable-rack-aware"]],
  execute: [
    ["reassignment-json-file"],
    [
      "additional",
      "throttle",
      "replica-alter-log-dirs-throttle",
      "timeout",
      "disallow-replication-factor-change",
    ],
  ],
  cancel: [["reassignment-json-file"], ["preserve-throttles", "timeout"]],
  list: [[], []],
};

/** The one action that the flags name. @throws {UsageError} Where flags are missing or contradict each other. */
export function checkReassignFlags(
  options: ParsedOptions<ReassignFlag>,
  flags: readonly ReassignFlag[],
): ReassignAction {
  const actions = ACTIONS.filter((action) => options.has(action));
  if (actions.length !== 1) {
    const names = ACTIONS.map((action) => `--${action}`).join(", ");
    throw new UsageError(`Command must include exactly one action: ${names}`);
  }
  const [action] = actions;
  const servers = (["bootstrap-server", "bootstrap-controller"] as const)
    .filter((flag) => options.has(flag));
  if (servers.length === 0) {
    throw new UsageError("Please specify either --bootstrap-server or --bootstrap-controller");
  }
  if (servers.length > 1) {
    throw new UsageError("Please don't specify both --bootstrap-server and --bootstrap-controller");
  }
  const [required, permitted] = RULES[action];
  options.require(...required);
  for (const flag of flags) {
    if (!options.has(flag) || [action, ...COMMON, ...required, ...permitted].includes(flag)) {
      continue;
    }
    throw new UsageError(`Option "[${flag}]" can't be used with action "[${action}]"`);
  }
  return action;
}
