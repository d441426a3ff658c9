/** Flags of kafka-e2e-latency, and the values in their order that were there before them. */
import type { Flags } from "../options/flags.ts";
import { OptionError } from "../options/option_error.ts";

export const E2E_FLAGS = {
  "bootstrap-server": {
    value: "bootstrap-server",
    required: true,
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  "topic": {
    value: "topic-name",
    required: true,
    help: "The topic to measure with; nobody else should write to it.",
  },
  "num-records": {
    value: "count",
    type: "Integer",
    required: true,
    help: "How many records to send.",
  },
  "producer-acks": {
    value: "producer-acks",
    required: true,
    help: "Which replicas have to acknowledge: 1 (the leader) or all.",
  },
  "record-size": {
    value: "bytes",
    type: "Integer",
    required: true,
    help: "How large the value of a record is.",
  },
  "record-key-size": {
    value: "bytes",
    type: "Integer",
    valueOptional: true,
    help: "How large a record's key is. (default: 0)",
  },
  "num-headers": {
    value: "count",
    type: "Integer",
    valueOptional: true,
    help: "How many headers a record has. (default: 0)",
  },
  "record-header-key-size": {
    value: "bytes",
    type: "Integer",
    valueOptional: true,
    help: "How large the key of a header is. (default: 0)",
  },
  "record-header-size": {
    value: "bytes",
    type: "Integer",
    valueOptional: true,
    help: "How large the value of a header is; -1 for none. (default: 0)",
  },
  "command-config": {
    value: "config-file",
    valueOptional: true,
    help: "Properties file with settings of the clients.",
  },
} as const satisfies Flags;

export type E2eFlag = keyof typeof E2E_FLAGS;

const ORDER: readonly E2eFlag[] = [
  "bootstrap-server",
  "topic",
  "num-records",
  "producer-acks",
  "record-size",
  "command-config",
];
const OPTIONAL = 1;

/** The arguments with flags in front of the values, if there are no flags yet. @throws {OptionError} */
export function namedArguments(args: readonly string[]): readonly string[] {
  if (args.length === 0 || args.some((arg) => arg.startsWith("--"))) return args;
  if (args.length < ORDER.length - OPTIONAL || args.length > ORDER.length) {
    throw new OptionError(
      `Invalid number of arguments. Expected 5 or 6 positional arguments, but got ${args.length}. ` +
        "Usage: bootstrap-server topic num-records producer-acks record-size [optional] " +
        "command-config",
    );
  }
  return args.flatMap((value, i) => [`--${ORDER[i]}`, value]);
}
