/** Flags of tools that move where groups read. */
import type { Flags } from "./flags.ts";

/** Where to. */
export const RESET_TO_FLAGS = {
  "to-datetime": {
    value: "datetime",
    help: "Reset to the first record from this time on: YYYY-MM-DDThh:mm:ss.sss",
  },
  "to-earliest": { help: "Reset to the beginning." },
  "to-latest": { help: "Reset to the end." },
} as const satisfies Flags;

/** Where to, for groups that commit offsets. */
export const RESET_COMMITTED_FLAGS = {
  "to-offset": { value: "offset", type: "Long", help: "Reset to this offset." },
  "by-duration": {
    value: "duration",
    help: "Reset to the first record that is not older than this: PnDTnHnMnS",
  },
  "shift-by": {
    value: "number-of-offsets",
    type: "Long",
    help: "Shift the present offsets by this many; fewer than zero go back.",
  },
} as const satisfies Flags;

export const DRY_RUN = { help: "Only show what would be done." } as const;
