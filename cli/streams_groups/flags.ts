/** Flags of kafka-streams-groups. */
import type { Flags } from "../options/flags.ts";

export const STREAMS_GROUPS_FLAGS = {
  "bootstrap-server": {
    value: "server to connect to",
    required: true,
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  "command-config": {
    value: "command config property file",
    help: "Properties file with settings of the admin client.",
  },
  "list": { help: "List all streams groups." },
  "describe": { help: "Show offsets, members or state of streams groups." },
  "delete": { help: "Delete streams groups." },
  "reset-offsets": {
    help: "Move the offsets of a streams group that has no members; needs --dry-run or --execute.",
  },
  "delete-offsets": { help: "Delete what a streams group has committed of topics." },
  "group": { value: "streams group", help: "The streams group. May be repeated." },
  "all-groups": { help: "All streams groups." },
  "input-topic": {
    value: "topic",
    help: "An input topic, with --reset-offsets perhaps with partitions: topic1:0,1,2. May be " +
      "repeated.",
  },
  "all-input-topics": { help: "All input topics of the group." },
  "delete-internal-topic": {
    value: "topic",
    help: "With --reset-offsets --execute: delete this internal topic. May be repeated.",
  },
  "delete-all-internal-topics": {
    help: "With --delete, or --reset-offsets --execute: delete all internal topics of the group.",
  },
  "members": { help: "With --describe: the members." },
  "offsets": { help: "With --describe: the offsets; this is what is shown without a flag." },
  "state": {
    value: "state",
    valueOptional: true,
    help:
      "With --describe: the state. With --list: the states too, or only groups in one of these " +
      "states, separated by commas: Empty, NotReady, Stable, Assigning, Reconciling, Dead.",
  },
  "verbose": { help: "With --describe: some more columns." },
  "to-datetime": {
    value: "datetime",
    help: "Reset to the first record from this time on: YYYY-MM-DDThh:mm:ss.sss",
  },
  "by-duration": {
    value: "duration",
    help: "Reset to the first record that is not older than this: PnDTnHnMnS",
  },
  "to-earliest": { help: "Reset to the beginning." },
  "to-latest": { help: "Reset to the end." },
  "to-current": { help: "Reset to the present offset." },
  "to-offset": { value: "offset", type: "Long", help: "Reset to this offset." },
  "shift-by": {
    value: "number-of-offsets",
    type: "Long",
    help: "Shift the present offsets by this many; fewer than zero go back.",
  },
  "from-file": { value: "path to CSV file", help: "Reset to the offsets in this CSV file." },
  "export": { help: "With --reset-offsets: print the plan as CSV." },
  "dry-run": { help: "Only show what would be done." },
  "execute": { help: "Do it." },
  "timeout": {
    value: "timeout (ms)",
    type: "Long",
    help: "Longest time to wait for an answer. (default: 30000)",
  },
} as const satisfies Flags;

export type StreamsGroupsFlag = keyof typeof STREAMS_GROUPS_FLAGS;
