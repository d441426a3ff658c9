/** Runs lines of the shell. */
import { BATCH_COMMANDS, INTERACTIVE_COMMANDS, type ShellCommand } from "./commands.ts";
import type { ShellState } from "./state.ts";

type Commands = Readonly<Record<string, ShellCommand>>;

/** A line can't be read. */
export class ShellError extends Error {
  override name = "ShellError";
}

/** Runs one line of somebody who sits in front of it; what went wrong is part of the text. */
export function runLine(line: string, state: ShellState): string {
  let words: string[];
  try {
    words = splitWords(expandHistory(line, state.history));
  } catch (error) {
    if (error instanceof ShellError) return `${error.message}\n`;
    throw error;
  }
  if (words.length === 0) return "";
  state.history.push(expandHistory(line, state.history));
  const [name, ...rest] = words;
  if (name === "help") return helpText();
  if (name === "man") return manText(rest);
  try {
    return run(
      INTERACTIVE_COMMANDS,
      [...Object.keys(INTERACTIVE_COMMANDS), "help", "man"],
      words,
      state,
    );
  } catch (error) {
    if (error instanceof ShellError) return `${error.message}\n`;
    throw error;
  }
}

/** Runs the command of a command line. */
export function runCommand(words: readonly string[], state: ShellState): string {
  try {
    return run(BATCH_COMMANDS, Object.keys(BATCH_COMMANDS), words, state);
  } catch (error) {
    if (error instanceof ShellError) return `${error.message}\n`;
    throw error;
  }
}

/** @throws {ShellError} */
function run(
  commands: Commands,
  names: readonly string[],
  [name, ...words]: readonly string[],
  state: ShellState,
): string {
  if (!Object.hasOwn(commands, name)) {
    const choices = [...names].sort().map((it) => `'${it}'`).join(", ");
    throw new ShellError(`invalid choice: '${name}' (choose from ${choices})`);
  }
  const command = commands[name];
  const flag = words.find((word) => /^-\D/.test(word));
  if (flag !== undefined) throw new ShellError(`unrecognized arguments: '${flag}'`);
  const { min, max } = command.words ?? { min: 0, max: 0 };
  if (words.length < min) throw new ShellError("too few arguments");
  if (words.length > max) throw new ShellError(`unrecognized arguments: '${words[max]}'`);
  return command.run(words, state);
}

/** Words between blanks; quotes and backslashes take blanks in. @throws {ShellError} For a quote without its end. */
export function splitWords(line: string): string[] {
  const words = [...line.matchAll(/(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)|[^\s"'\\])+/g)];
  const rest = line.replace(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/g, "").trim();
  if (rest !== "") throw new ShellError("Missing closing quote");
  return words.map(([word]) =>
    word.replace(
      /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
      (_, double?: string, single?: string, escaped?: string) =>
        double?.replace(/\\(.)/g, "$1") ?? single ?? escaped ?? "",
    )
  );
}

/** `!!` is the last line, `!2` the second one. @throws {ShellError} */
function expandHistory(line: string, history: readonly string[]): string {
  const match = /^!(!|\d+)$/.exec(line.trim());
  if (match === null) return line.trim();
  const found = match[1] === "!" ? history.at(-1) : history[Number(match[1]) - 1];
  if (found === undefined) throw new ShellError(`${line.trim()}: event not found`);
  return found;
}

function helpText(): string {
  const help = { ...INTERACTIVE_COMMANDS, help: HELP, man: MAN };
  const lines = Object.entries(help).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, command]) => `    ${name.padEnd(21)}${command.help}\n`);
  return `The shell shows the metadata of a cluster as files and directories.\n\ncommands:\n${
    lines.join("")
  }`;
}

const HELP = { help: "Show this." };
const MAN = { help: "Show what a command is for." };

function manText([name]: readonly string[]): string {
  if (name === undefined) return "man: which command?\n";
  if (!Object.hasOwn(INTERACTIVE_COMMANDS, name)) {
    return `man: unknown command: ${name}. Type help to get a list of commands.\n`;
  }
  const { help, words } = INTERACTIVE_COMMANDS[name];
  const usage = words === undefined
    ? name
    : `${name} [${words.name}${words.max > 1 ? " ..." : ""}]`;
  const about = words === undefined ? "" : `\n${words.name.padEnd(10)}${words.help}\n`;
  return `${name}: ${help}\n\nusage: ${usage}\n${about}`;
}
