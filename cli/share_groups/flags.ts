/** Flags of kafka-share-groups. */
import type { Flags } from "../options/flags.ts";

export const SHARE_GROUPS_FLAGS = {
  "bootstrap-server": {
    value: "server to connect to",
    required: true,
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
  "command-config": {
    value: "command config property file",
    help: "Properties file with settings of the admin client.",
  },
  "list": { help: "List all share groups." },
  "describe": { help: "Show members, state or offsets of share groups." },
  "delete": { help: "Delete share groups." },
  "reset-offsets": {
    help: "Move the start of a share group that has no members; needs --dry-run or --execute.",
  },
  "delete-offsets": { help: "Forget what a share group knows of topics." },
  "group": { value: "share group", help: "The share group. May be repeated." },
  "all-groups": { help: "All share groups." },
  "topic": {
    value: "topic",
    help: "A topic, with --reset-offsets perhaps with partitions: topic1:0,1,2. May be repeated.",
  },
  "all-topics": { help: "With --reset-offsets: all topics of the group." },
  "members": { help: "With --describe: the members." },
  "offsets": { help: "With --describe: the offsets; this is what is shown without a flag." },
  "state": {
    value: "state",
    valueOptional: true,
    help:
      "With --describe: the state. With --list: the states too, or only groups in one of these " +
      "states, separated by commas: Empty, Stable, Dead.",
  },
  "verbose": { help: "With --describe: some more columns." },
  "to-datetime": {
    value: "datetime",
    help: "Reset to the first record from this time on: YYYY-MM-DDThh:mm:ss.sss",
  },
  "to-earliest": { help: "Reset to the beginning." },
  "to-latest": { help: "Reset to the end." },
  "dry-run": { help: "Only show what would be done." },
  "execute": { help: "Do it." },
  "timeout": {
    value: "timeout (ms)",
    type: "Long",
    help: "Longest time to wait for an answer. (default: 30000)",
  },
} as const satisfies Flags;

export type ShareGroupsFlag = keyof typeof SHARE_GROUPS_FLAGS;
