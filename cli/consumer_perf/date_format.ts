/** Times in the patterns of `java.text.SimpleDateFormat`, local time. */

type Print = (date: Date, width: number) => string;

const pad = (value: number, width: number) => String(value).padStart(width, "0");

/** What the letters stand for; those that are missing are no part of a date that is worth printing. */
const LETTERS: Readonly<Record<string, Print>> = {
  y: (date, width) =>
    width === 2 ? pad(date.getFullYear() % 100, 2) : pad(date.getFullYear(), width),
  M: (date, width) => pad(date.getMonth() + 1, width),
  d: (date, width) => pad(date.getDate(), width),
  H: (date, width) => pad(date.getHours(), width),
  h: (date, width) => pad(date.getHours() % 12 || 12, width),
  m: (date, width) => pad(date.getMinutes(), width),
  s: (date, width) => pad(date.getSeconds(), width),
  S: (date, width) => pad(date.getMilliseconds(), width),
  a: (date) => date.getHours() < 12 ? "AM" : "PM",
};

/** The pattern has a letter without a meaning. */
export class DateFormatError extends Error {
  override name = "DateFormatError";
}

/**
 * A function that prints milliseconds since the Unix epoch.
 *
 * @throws {DateFormatError}
 */
export function dateFormat(pattern: string): (timeMs: number) => string {
  const parts = [...pattern.matchAll(/'((?:[^']|'')*)'|([a-zA-Z])\2*|[^a-zA-Z']+/g)];
  const printers = parts.map(([text, quoted, letter]): Print => {
    if (quoted !== undefined) return () => quoted === "" ? "'" : quoted.replaceAll("''", "'");
    if (letter === undefined) return () => text;
    const print = LETTERS[letter];
    if (print === undefined) throw new DateFormatError(`Illegal pattern character '${letter}'`);
    return (date) => print(date, text.length);
  });
  return (timeMs) => {
    const date = new Date(timeMs);
    return printers.map((print, i) => print(date, parts[i][0].length)).join("");
  };
}
