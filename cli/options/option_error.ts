/** What is wrong with a command line. */

/** The parser can't make sense of the arguments, or a value is not of its type. */
export class OptionError extends Error {
  override name = "OptionError";
}

/** Values that an argparse-like tool can't take: its usage is printed in front of the message. */
export class ArgumentError extends OptionError {
  override name = "ArgumentError";
}

/** The arguments don't go together: printed in front of the tool's usage. */
export class UsageError extends Error {
  override name = "UsageError";
}
