/** The flags of kafka-client-metrics. */
import { BROKERS_FIRST, COMMAND_CONFIG } from "../options/cluster_flags.ts";
import type { Flags } from "../options/flags.ts";
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";

export const CLIENT_METRICS_FLAGS = {
  "bootstrap-server": { ...BROKERS_FIRST, required: true },
  "command-config": COMMAND_CONFIG,
  "alter": { help: "Make or change a subscription to clients' metrics." },
  "delete": { help: "Delete a subscription." },
  "describe": { help: "Show a subscription, or all of them." },
  "list": { help: "List the names of the subscriptions." },
  "name": { value: "name", help: "The subscription's name." },
  "generate-name": { help: "With --alter: give it a random name." },
  "interval": {
    value: "push interval",
    help: "How often clients send them, in milliseconds; empty for the default.",
  },
  "match": {
    value: "k1=v1,k2=v2",
    help: "Which clients send them: client_id, client_instance_id, client_software_name, " +
      "client_software_version, client_source_address, client_source_port, each with a regular " +
      "expression.",
  },
  "metrics": { value: "m1,m2", help: "What the names of the metrics begin with." },
} as const satisfies Flags;
export type ClientMetricsFlag = keyof typeof CLIENT_METRICS_FLAGS;

const ACTIONS = ["alter", "delete", "describe", "list"] as const;
export type ClientMetricsAction = (typeof ACTIONS)[number];

/** @throws {UsageError} */
export function checkFlags(options: ParsedOptions<ClientMetricsFlag>): ClientMetricsAction {
  const given = ACTIONS.filter((action) => options.has(action));
  if (given.length !== 1) {
    throw new UsageError(
      "Command must include exactly one action: --alter, --delete, --describe or --list.",
    );
  }
  const [action] = given;
  if (!options.has("bootstrap-server")) {
    throw new UsageError("--bootstrap-server must be specified.");
  }
  options.refuse("list", "name", "generate-name", "interval", "match", "metrics");
  options.refuse("describe", "generate-name", "interval", "match", "metrics");
  options.refuse("delete", "generate-name", "interval", "match", "metrics");
  if (action === "alter") {
    if (options.has("name") === options.has("generate-name")) {
      throw new UsageError("One of --name or --generate-name must be specified with --alter.");
    }
    if (!/^-?\d*$/.test(options.value("interval") ?? "")) {
      throw new UsageError("Invalid interval value. Enter an integer, or leave empty to reset.");
    }
  }
  if (action === "delete" && !options.has("name")) {
    throw new UsageError("A client metrics resource name must be specified with --delete.");
  }
  return action;
}
