/** Flags of kafka-share-groups. */
import type { Flags } from "../options/flags.ts";
import { GROUP_FLAGS } from "../options/group_flags.ts";

export const SHARE_GROUPS_FLAGS = {
  ...GROUP_FLAGS,
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
  "state": {
    value: "state",
    valueOptional: true,
    help:
      "With --describe: the state. With --list: the states too, or only groups in one of these " +
      "states, separated by commas: Empty, Stable, Dead.",
  },
} as const satisfies Flags;

export type ShareGroupsFlag = keyof typeof SHARE_GROUPS_FLAGS;
