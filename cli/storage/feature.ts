/** `feature=level` texts. */
import { OptionError } from "../options/option_error.ts";

/** @throws {OptionError} */
export function parseFeature(text: string): [feature: string, level: number] {
  const equals = text.indexOf("=");
  if (equals < 0) {
    throw new OptionError(
      `Can't parse feature=level string ${text}: equals sign not found.`,
    );
  }
  const level = text.slice(equals + 1).trim();
  if (!/^-?\d{1,5}$/.test(level)) {
    throw new OptionError(
      `Can't parse feature=level string ${text}: unable to parse ${level} as a short.`,
    );
  }
  return [text.slice(0, equals).trim(), Number(level)];
}
