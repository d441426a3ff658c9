/** Flags that lead tools to their cluster, as most of them declare them. */
import type { Flag, Flags } from "./flags.ts";

export const COMMAND_CONFIG = {
  value: "command config property file",
  help: "Properties file with settings of the admin client.",
} as const satisfies Flag;

/** Of tools that talk to brokers alone. */
export const CLUSTER_FLAGS = {
  "bootstrap-server": {
    value: "server to connect to",
    required: true,
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  "command-config": COMMAND_CONFIG,
} as const satisfies Flags;

/** Of tools that have a choice. */
export const BROKERS_FIRST = {
  value: "server to connect to",
  help: "The brokers to ask first, host:port separated by commas.",
} as const satisfies Flag;
export const CONTROLLERS_INSTEAD = {
  value: "controller to connect to",
  help: "The controllers to ask, instead of brokers.",
} as const satisfies Flag;
