/** A tool whose command line is flags and nothing else, as most of Kafka's are. */
import { failureText } from "./failure_text.ts";
import { JSON_FLAG } from "./output/json_output.ts";
import type { Flags } from "./options/flags.ts";
import { OptionError, UsageError } from "./options/option_error.ts";
import { parseFlags } from "./options/parse_flags.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { usageTable } from "./options/usage_table.ts";
import { ToolOutput } from "./output/tool_output.ts";
import type { ToolContext, ToolProgram } from "./tool.ts";
import { KAFKA_VERSION } from "./version.ts";

/** Flags that all of these tools have. */
const COMMON_FLAGS = {
  help: { help: "Print usage information." },
  version: { help: "Display Kafka version." },
} satisfies Flags;

export interface FlagToolContext extends ToolContext {
  readonly output: ToolOutput;
}

export interface FlagToolDeclaration<Table extends Flags> {
  readonly name: string;
  /** What is printed over the table of flags; `"--help"` may differ from a call without arguments. */
  readonly purpose: string;
  readonly helpPurpose?: string;
  readonly flags: Table;
  /** Flags of actions that list something, or all of the tool: with them there is `--json`. */
  readonly lists?: readonly (keyof Table & string)[] | "always";
  /** Whether the table of flags follows what the parser complains about. */
  readonly usageAfterParserErrors: boolean;
  /** What stands in front of every failure that is told in one line. */
  readonly failurePrefix?: string;
  /**
   * @throws {UsageError} For flags that don't go together; the table of flags follows.
   * @throws Whatever else it is, its message becomes one line and the exit code 1.
   */
  run(options: ParsedOptions<keyof Table & string>, context: FlagToolContext): Promise<number>;
}

export function flagTool<const Table extends Flags>(
  declaration: FlagToolDeclaration<Table>,
): ToolProgram {
  const { name, purpose, helpPurpose = purpose, usageAfterParserErrors } = declaration;
  const { failurePrefix = "", lists } = declaration;
  const flags: Flags = {
    ...declaration.flags,
    ...lists !== undefined && JSON_FLAG,
    ...COMMON_FLAGS,
  };
  return {
    name,
    words: { flags, commands: {} },
    async run(context) {
      const output = new ToolOutput(context.runtime, context);
      const usage = (heading: string) => {
        output.errorLine(heading);
        output.writeError(usageTable(flags));
        return 1;
      };
      let parsed = false;
      try {
        const options = parseFlags(flags, context.args);
        parsed = true;
        if (context.args.length === 0) return usage(purpose);
        if (options.has("help")) return usage(helpPurpose);
        if (options.has("version")) {
          output.line(KAFKA_VERSION);
          return 0;
        }
        const asJson = options.has("json");
        if (asJson) refuseUnlisted(options, lists!);
        return await declaration.run(
          options as unknown as ParsedOptions<keyof Table & string>,
          { ...context, output: asJson ? output.asJson() : output },
        );
      } catch (error) {
        if (error instanceof UsageError) return usage(error.message);
        if (error instanceof OptionError && !parsed && usageAfterParserErrors) {
          return usage(error.message);
        }
        output.errorLine(failurePrefix + failureText(error));
        return 1;
      }
    },
  };
}

/** @throws {OptionError} If none of the flags was given that `--json` goes with. */
function refuseUnlisted(options: ParsedOptions, lists: readonly string[] | "always"): void {
  if (lists === "always" || lists.some((flag) => options.has(flag))) return;
  throw new OptionError(`--json goes with ${lists.map((flag) => `--${flag}`).join(" or ")} only`);
}
