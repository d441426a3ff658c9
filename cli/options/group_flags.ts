/** Flags that kafka-share-groups and kafka-streams-groups have in common. */
import { CLUSTER_FLAGS } from "./cluster_flags.ts";
import type { Flags } from "./flags.ts";
import { DRY_RUN, RESET_TO_FLAGS } from "./reset_flags.ts";

export const GROUP_FLAGS = {
  ...CLUSTER_FLAGS,
  ...RESET_TO_FLAGS,
  "members": { help: "With --describe: the members." },
  "offsets": { help: "With --describe: the offsets; this is what is shown without a flag." },
  "verbose": { help: "With --describe: some more columns." },
  "dry-run": DRY_RUN,
  "execute": { help: "Do it." },
  "timeout": {
    value: "timeout (ms)",
    type: "Long",
    help: "Longest time to wait for an answer. (default: 30000)",
  },
} as const satisfies Flags;
