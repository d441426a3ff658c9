/** Dates of `--to-datetime` (ISO 8601). */
import { TimeFormatError } from "./time_format_error.ts";

const FORMAT =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?$/;

/**
 * Milliseconds since the Unix epoch of `2026-11-24T03:57:13.348`, which is in UTC unless `Z`, `+02`, `+0200` or
 * `+02:00` follows. The fraction of the second may be left out.
 *
 * @throws {TimeFormatError}
 */
export function parseDateTime(text: string): number {
  if (!text.includes("T")) {
    throw new TimeFormatError(
      "Error parsing timestamp. It does not contain a 'T' according to ISO8601 format",
    );
  }
  const match = FORMAT.exec(text);
  if (match === null) throw unparseable(text);
  const [year, month, day, hours, minutes, seconds] = match.slice(1, 7).map(Number);
  const fraction = Number((match[7] ?? "").padEnd(3, "0"));
  const timeMs = Date.UTC(year, month - 1, day, hours, minutes, seconds, fraction);
  // 30 February is no 2 March.
  if (!new Date(timeMs).toISOString().startsWith(text.slice(0, 19))) throw unparseable(text);
  const offsetMinutes = Number(match[10] ?? 0) * 60 + Number(match[11] ?? 0);
  return timeMs - (match[9] === "-" ? -offsetMinutes : offsetMinutes) * 60_000;
}

function unparseable(text: string): TimeFormatError {
  return new TimeFormatError(`Unparseable date: "${text}"`);
}
