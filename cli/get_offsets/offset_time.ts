/** `--time`: a moment, or a place in the log. */

const PLACES: Readonly<Record<string, bigint>> = {
  latest: -1n,
  earliest: -2n,
  "max-timestamp": -3n,
  "earliest-local": -4n,
  "latest-tiered": -5n,
  "earliest-pending-upload": -6n,
};

/** It is neither. */
export class OffsetTimeError extends Error {
  override name = "OffsetTimeError";
}

/** Milliseconds since the Unix epoch, or what stands for a place in requests. @throws {OffsetTimeError} */
export function parseOffsetTime(text: string): bigint {
  const place = PLACES[text];
  if (place !== undefined) return place;
  if (/^[+-]?\d{1,18}$/.test(text)) return BigInt(text.replace(/^\+/, ""));
  const places = Object.entries(PLACES).map(([name, number]) => `${number} or ${name}`).join(" / ");
  throw new OffsetTimeError(
    `Malformed time argument ${text}. Please use ${places}, or a specified long format timestamp`,
  );
}
