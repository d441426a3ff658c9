/** Flags of kafka-reassign-partitions. */
import type { Flags } from "../options/flags.ts";

export const REASSIGN_FLAGS = {
  "bootstrap-server": {
    value: "Server(s) to use for bootstrapping",
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  "bootstrap-controller": {
    value: "bootstrap controller to connect to",
    help: "Where to find the controllers, to talk to them instead of the brokers.",
  },
  "command-config": {
    value: "Admin client property file",
    help: "Properties file with settings of the admin client.",
  },
  "generate": { help: "Print a plan that spreads topics over brokers; nothing is changed." },
  "execute": { help: "Start the reassignments that --reassignment-json-file names." },
  "verify": {
    help: "Tell how far those of --reassignment-json-file are; where they are done, take the " +
      "throttles away.",
  },
  "cancel": { help: "Cancel those of --reassignment-json-file that are under way." },
  "list": { help: "List all reassignments that are under way." },
  "reassignment-json-file": {
    value: "manual assignment json file path",
    help: "The plan:\n" +
      '{"partitions": [{"topic": "foo", "partition": 1, "replicas": [1,2,3], ' +
      '"log_dirs": ["dir1","any","any"]}], "version": 1}\n' +
      'Without "log_dirs", and where one is "any", the broker chooses the directory.',
  },
  "topics-to-move-json-file": {
    value: "topics to reassign json file path",
    help: "The topics for --generate:\n" +
      '{"topics": [{"topic": "foo"}, {"topic": "foo1"}], "version": 1}',
  },
  "broker-list": {
    value: "brokerlist",
    help: "The brokers for --generate: ids separated by commas.",
  },
  "disable-rack-aware": { help: "Let --generate leave the brokers' racks out of account." },
  "throttle": {
    value: "throttle",
    type: "Long",
    help: "Bytes a second for the moving replicas on each broker. (default: no limit)",
  },
  "replica-alter-log-dirs-throttle": {
    value: "replicaAlterLogDirsThrottle",
    type: "Long",
    help: "Bytes a second for replicas that move between directories of one broker. (default: no " +
      "limit)",
  },
  "timeout": {
    value: "timeout",
    type: "Long",
    help: "Milliseconds in which a move between directories has to start. (default: 10000)",
  },
  "additional": { help: "Let --execute add to reassignments that are under way." },
  "disallow-replication-factor-change": {
    help: "Let --execute refuse a plan that changes how many replicas a partition has.",
  },
  "preserve-throttles": { help: "Let --verify and --cancel leave throttles as they are." },
} as const satisfies Flags;

export type ReassignFlag = keyof typeof REASSIGN_FLAGS;
