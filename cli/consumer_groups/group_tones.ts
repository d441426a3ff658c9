/** What stands out of tables about groups, on a terminal. */
import type { Paint } from "../output/paint.ts";

/** How the state of a group of any type stands out; undefined: not at all. */
export function stateTone(state: string): keyof Paint | undefined {
  switch (state) {
    case "Stable":
      return "good";
    case "Empty":
    case "Dead":
      return "faint";
  }
}

/** @param lag null or undefined when unknown */
export function lagTone(lag: bigint | null | undefined): keyof Paint | undefined {
  return lag != null && lag > 0n ? "strong" : undefined;
}
