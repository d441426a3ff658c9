/** Where `--reset-offsets` is to move offsets. */
import type { Clock } from "../../runtime/runtime.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import { parseDateTime } from "./date_time.ts";
import { parseDuration } from "./duration.ts";
import type { ConsumerGroupsFlag } from "./flags.ts";

/** One of these flags says it. */
export const RESET_SCENARIOS = [
  "by-duration",
  "to-datetime",
  "from-file",
  "shift-by",
  "to-offset",
  "to-earliest",
  "to-current",
  "to-latest",
] as const satisfies readonly ConsumerGroupsFlag[];

export type ResetScenario =
  | { readonly kind: "earliest" | "latest" | "current" }
  | { readonly kind: "offset"; readonly offset: bigint }
  | { readonly kind: "shift"; readonly by: bigint }
  /** Milliseconds since the Unix epoch. */
  | { readonly kind: "time"; readonly timestamp: bigint }
  | { readonly kind: "file"; readonly path: string };

/**
 * @throws {OptionError} If a number is none.
 * @throws {TimeFormatError} If a date or duration can't be read.
 */
export function resetScenario(
  options: ParsedOptions<ConsumerGroupsFlag>,
  clock: Clock,
): ResetScenario {
  const offset = options.bigint("to-offset");
  if (offset !== undefined) return { kind: "offset", offset };
  const by = options.bigint("shift-by");
  if (by !== undefined) return { kind: "shift", by };
  const path = options.value("from-file");
  if (path !== undefined) return { kind: "file", path };
  const dateTime = options.value("to-datetime");
  if (dateTime !== undefined) return { kind: "time", timestamp: BigInt(parseDateTime(dateTime)) };
  const duration = options.value("by-duration");
  if (duration !== undefined) {
    return { kind: "time", timestamp: BigInt(clock.now()) - parseDuration(duration) };
  }
  if (options.has("to-earliest")) return { kind: "earliest" };
  return { kind: options.has("to-latest") ? "latest" : "current" };
}
