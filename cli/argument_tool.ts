/** A tool with commands (`kafka-storage format …`), or with arguments of the same style and none. */
import { failureText } from "./failure_text.ts";
import { JSON_FLAG } from "./output/json_output.ts";
import { helpText, usageText } from "./options/argument_help.ts";
import type { Flags } from "./options/flags.ts";
import { ArgumentError, OptionError } from "./options/option_error.ts";
import {
  checkArguments,
  type Exclusive,
  optionsOf,
  parseArguments,
  type ParsedArguments,
} from "./options/parse_arguments.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { ToolOutput } from "./output/tool_output.ts";
import type { ToolContext, ToolProgram } from "./tool.ts";
import { KAFKA_VERSION } from "./version.ts";

const VERSION_FLAG = {
  version: { short: "v", help: "show the version of Kafka that this is, and exit" },
} satisfies Flags;

export interface ArgumentToolContext extends ToolContext {
  readonly output: ToolOutput;
}

/** One command, or all of a tool that has none. */
export interface CommandDeclaration<Table extends Flags = Flags> {
  /** One sentence. */
  readonly help: string;
  readonly flags: Table;
  readonly exclusive?: readonly Exclusive[];
  /** Whether words that are no flags are taken. */
  readonly takesWords?: boolean;
  /** Whether it lists something: then there is `--json`. */
  readonly lists?: boolean;
  /**
   * @throws {ArgumentError} For values that make no sense; the usage is printed too.
   * @throws Whatever else it is, its message becomes one line and the exit code 1.
   */
  run(options: ParsedOptions<keyof Table & string>, context: ArgumentToolContext): Promise<number>;
}

export interface ArgumentToolDeclaration {
  /** Kafka's name of it. */
  readonly name: string;
  readonly description: string;
  /** How usage and errors call it, where that is not its name. */
  readonly program?: string;
  /** What `--help` ends with: Kafka's tools don't agree. */
  readonly helpExitCode: 0 | 1;
  /** Wrong arguments before the command lead to one line that points to the help, not to the usage. */
  readonly refusesBriefly?: boolean;
  /** Without arguments the help is printed, and nothing is wrong. */
  readonly helpsWithoutArguments?: boolean;
  /** Whether there is `-v`, `--version`. */
  readonly printsVersion?: boolean;
  /** Flags before the command. Their values are handed to the command among its own. */
  readonly flags?: Flags;
  readonly exclusive?: readonly Exclusive[];
  readonly commands: Readonly<Record<string, CommandDeclaration>> | CommandDeclaration;
}

/** Checks that a command takes only the flags it declares; gives it `--json` if it lists. */
export function command<const Table extends Flags>(
  declaration: CommandDeclaration<Table>,
): CommandDeclaration {
  const { lists, flags } = declaration;
  return {
    ...declaration,
    flags: lists ? { ...flags, ...JSON_FLAG } : flags,
  } as unknown as CommandDeclaration;
}

export function argumentTool(declaration: ArgumentToolDeclaration): ToolProgram {
  const { commands, flags = {} } = declaration;
  const words = isCommand(commands) ? { flags: commands.flags, commands: {} } : {
    flags,
    commands: Object.fromEntries(
      Object.entries(commands).map(([name, { flags }]) => [name, flags]),
    ),
  };
  return {
    name: declaration.name,
    words,
    run: (context) => new ArgumentToolRun(declaration, context).run(),
  };
}

class ArgumentToolRun {
  readonly #declaration: ArgumentToolDeclaration;
  readonly #context: ArgumentToolContext;

  constructor(declaration: ArgumentToolDeclaration, context: ToolContext) {
    this.#declaration = declaration;
    this.#context = { ...context, output: new ToolOutput(context.runtime, context) };
  }

  async run(): Promise<number> {
    const { exclusive = [], commands, printsVersion = false } = this.#declaration;
    const flags = { ...printsVersion && VERSION_FLAG, ...this.#declaration.flags };
    const name = this.#program;
    const { args } = this.#context;
    if (isCommand(commands)) return await this.#runCommand(name, commands, args, new Map(), {});
    let parsed: ParsedArguments;
    let chosen: CommandDeclaration;
    try {
      parsed = parseArguments(flags, args, { stopsAtWord: true });
      if (parsed.wantsHelp) return this.#help(name, this.#declaration.description, flags, commands);
      if (parsed.given.has("version")) {
        this.#context.output.line(`${KAFKA_VERSION} (Commit:unknown)`);
        return 0;
      }
      const [word] = parsed.words;
      if (word === undefined) throw new OptionError("too few arguments");
      if (!Object.hasOwn(commands, word)) {
        const choices = Object.keys(commands).map((it) => `'${it}'`).join(", ");
        throw new OptionError(`invalid choice: '${word}' (choose from ${choices})`);
      }
      chosen = commands[word];
      const asksForHelp = parsed.rest.some((arg) => arg === "-h" || arg === "--help");
      if (!asksForHelp) checkArguments(flags, parsed.given, exclusive);
    } catch (error) {
      if (error instanceof OptionError && this.#declaration.refusesBriefly) {
        this.#context.output.errorLine(
          `Command line error: ${error.message}. Type --help for help.`,
        );
        return 1;
      }
      return this.#refuse(error, usageText(name, flags, Object.keys(commands)));
    }
    const program = `${name} ${parsed.words[0]}`;
    return await this.#runCommand(program, chosen, parsed.rest, parsed.given, flags);
  }

  get #program(): string {
    return this.#declaration.program ?? this.#declaration.name;
  }

  async #runCommand(
    program: string,
    { flags, exclusive = [], takesWords = false, help, run }: CommandDeclaration,
    args: readonly string[],
    givenBefore: ParsedArguments["given"],
    flagsBefore: Flags,
  ): Promise<number> {
    let parsed: ParsedArguments;
    if (args.length === 0 && this.#declaration.helpsWithoutArguments) {
      this.#context.output.write(helpText(program, help, flags, {}));
      return 0;
    }
    try {
      parsed = parseArguments(flags, args);
      if (parsed.wantsHelp) return this.#help(program, help, flags, {});
      if (!takesWords && parsed.words.length > 0) {
        throw new OptionError(`unrecognized arguments: '${parsed.words[0]}'`);
      }
      checkArguments(flags, parsed.given, exclusive);
    } catch (error) {
      return this.#refuse(error, usageText(program, flags));
    }
    const given = new Map([...givenBefore, ...parsed.given]);
    try {
      const options = optionsOf({ ...flagsBefore, ...flags }, given, parsed.words);
      const { output } = this.#context;
      const asJson = options.has("json");
      return await run(options, { ...this.#context, output: asJson ? output.asJson() : output });
    } catch (error) {
      if (error instanceof ArgumentError) return this.#refuse(error, usageText(program, flags));
      this.#context.output.errorLine(failureText(error));
      return 1;
    }
  }

  #help(
    program: string,
    description: string,
    flags: Flags,
    commands: Readonly<Record<string, CommandDeclaration>>,
  ): number {
    this.#context.output.write(helpText(program, description, flags, commands));
    return this.#declaration.helpExitCode;
  }

  #refuse(error: unknown, usage: string): 1 {
    if (!(error instanceof OptionError)) throw error;
    this.#context.output.writeError(usage);
    this.#context.output.errorLine(`${this.#program}: error: ${error.message}`);
    return 1;
  }
}

function isCommand(
  commands: ArgumentToolDeclaration["commands"],
): commands is CommandDeclaration {
  return typeof (commands as CommandDeclaration).run === "function";
}
