/** What a tool says of an error that ends it. */

/** Errors of the language itself: whoever meant to report something made a class of its own. */
const BUGS: ReadonlySet<string> = new Set([
  "Error",
  "TypeError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
]);

/** One line for what can go wrong outside; everything for what nobody expected. */
export function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return BUGS.has(error.name) ? error.stack ?? error.message : error.message;
}
