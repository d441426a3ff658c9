/** Which flags of kafka-topics go together. */
import { UsageError } from "../options/option_error.ts";
import { OptionError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { TopicsFlag } from "./flags.ts";

const ACTIONS = ["alter", "create", "describe", "list", "delete"] as const;
export type TopicsAction = (typeof ACTIONS)[number];

/** Flags that mean something with some actions only, in the order in which they are checked. */
const ALLOWED_WITH: readonly [TopicsFlag, readonly TopicsAction[]][] = [
  ["config", ["alter", "create"]],
  ["partitions", ["alter", "create"]],
  ["replication-factor", ["create"]],
  ["replica-assignment", ["alter", "create"]],
  ["under-replicated-partitions", ["describe"]],
  ["under-min-isr-partitions", ["describe"]],
  ["at-min-isr-partitions", ["describe"]],
  ["unavailable-partitions", ["describe"]],
  ["topics-with-overrides", ["describe"]],
  ["if-exists", ["alter", "delete", "describe"]],
  ["if-not-exists", ["create"]],
  ["exclude-internal", ["list", "describe"]],
];

/**
 * The one action that the flags name.
 *
 * @throws {UsageError} Where flags are missing or contradict each other.
 * @throws {OptionError} Without `--bootstrap-server`.
 */
export function checkFlags(options: ParsedOptions<TopicsFlag>): TopicsAction {
  const actions = ACTIONS.filter((action) => options.has(action));
  if (actions.length !== 1) {
    throw new UsageError(
      "Command must include exactly one action: --list, --describe, --create, --alter or --delete",
    );
  }
  const action = actions[0];
  if (!options.has("bootstrap-server")) {
    throw new OptionError("--bootstrap-server must be specified");
  }
  if (action === "describe" && options.has("if-exists")) {
    if (!options.has("topic") && !options.has("topic-id")) {
      throw new UsageError("--topic or --topic-id is required to describe a topic");
    }
  }
  if (action !== "list" && action !== "describe") options.require("topic");
  if (action === "alter") {
    if (options.has("config")) {
      throw new UsageError(
        'Option combination "[[config], [bootstrap-server]]" can\'t be used with option "[alter]" ' +
          "(To alter topic configurations, the kafka-configs tool can be used.)",
      );
    }
    options.require("partitions");
  }
  for (const [flag, allowed] of ALLOWED_WITH) {
    options.refuse(flag, ...ACTIONS.filter((other) => !allowed.includes(other)));
    if (flag === "replica-assignment" && action === "create") {
      options.refuse(flag, "partitions", "replication-factor");
    }
  }
  return action;
}
