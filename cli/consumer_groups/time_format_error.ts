/** A date or a duration on the command line can't be read. */
export class TimeFormatError extends Error {
  override name = "TimeFormatError";
}
