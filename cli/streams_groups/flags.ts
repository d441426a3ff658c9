/** Flags of kafka-streams-groups. */
import type { Flags } from "../options/flags.ts";
import { GROUP_FLAGS } from "../options/group_flags.ts";
import { RESET_COMMITTED_FLAGS } from "../options/reset_flags.ts";

export const STREAMS_GROUPS_FLAGS = {
  ...GROUP_FLAGS,
  ...RESET_COMMITTED_FLAGS,
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
  "state": {
    value: "state",
    valueOptional: true,
    help:
      "With --describe: the state. With --list: the states too, or only groups in one of these " +
      "states, separated by commas: Empty, NotReady, Stable, Assigning, Reconciling, Dead.",
  },
  "to-current": { help: "Reset to the present offset." },
  "from-file": { value: "path to CSV file", help: "Reset to the offsets in this CSV file." },
  "export": { help: "With --reset-offsets: print the plan as CSV." },
} as const satisfies Flags;

export type StreamsGroupsFlag = keyof typeof STREAMS_GROUPS_FLAGS;
