/** Durations of `--by-duration` (ISO 8601, with days as 24 hours). */
import { TimeFormatError } from "./time_format_error.ts";

const NUMBER = String.raw`([+-]?\d+)`;
const FORMAT = new RegExp(
  `^([+-])?P(?:${NUMBER}D)?(T(?:${NUMBER}H)?(?:${NUMBER}M)?` +
    String.raw`(?:([+-]?\d+)(?:[.,](\d{0,9}))?S)?)?$`,
  "i",
);

/**
 * Milliseconds of `P1DT2H3M4.5S`; parts may be left out or negative, as may be the whole.
 *
 * @throws {TimeFormatError}
 */
export function parseDuration(text: string): bigint {
  const match = FORMAT.exec(text);
  const [, sign, days, time, hours, minutes, seconds, fraction] = match ?? [];
  const isEmpty = days === undefined && time === undefined || time?.length === 1;
  if (match === null || isEmpty) throw new TimeFormatError("Text cannot be parsed to a Duration");
  const wholeSeconds = BigInt(days ?? 0) * 86400n + BigInt(hours ?? 0) * 3600n +
    BigInt(minutes ?? 0) * 60n + BigInt(seconds ?? 0);
  const milliseconds = BigInt((fraction ?? "").padEnd(3, "0").slice(0, 3));
  const durationMs = wholeSeconds * 1000n +
    (seconds?.startsWith("-") ? -milliseconds : milliseconds);
  return sign === "-" ? -durationMs : durationMs;
}
