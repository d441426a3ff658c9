/** Usage and help of the tools that `parse_arguments.ts` is for. */
import type { Flag, Flags } from "./flags.ts";
import { wrap } from "./wrap.ts";

const WIDTH = 80;
const FLAG_COLUMN = 24;

/** `usage: program [-h] --config CONFIG [--feature FEATURE] ...`, on several lines where it is long. */
export function usageText(
  program: string,
  flags: Flags,
  commands: readonly string[] = [],
): string {
  const parts = ["[-h]"];
  for (const [name, flag] of visible(flags)) {
    const text = flag.value === undefined ? `--${name}` : `--${name} ${metavar(name)}`;
    parts.push(flag.required ? text : `[${text}]`);
  }
  if (commands.length > 0) parts.push(`{${commands.join(",")}}`, "...");
  const start = `usage: ${program} `;
  const lines: string[] = [];
  let line = start;
  for (const part of parts) {
    if (line.length + part.length > WIDTH && line.trim() !== "" && line !== start) {
      lines.push(line.trimEnd());
      line = " ".repeat(start.length);
    }
    line += `${part} `;
  }
  lines.push(line.trimEnd());
  return lines.join("\n") + "\n";
}

/** What `--help` prints. */
export function helpText(
  program: string,
  description: string,
  flags: Flags,
  commands: Readonly<Record<string, { readonly help: string }>> = {},
): string {
  const names = Object.keys(commands);
  let text = `${usageText(program, flags, names)}\n`;
  if (description !== "") text += `${wrap(description, WIDTH).join("\n")}\n\n`;
  if (names.length > 0) {
    text += `positional arguments:\n  {${names.join(",")}}\n`;
    for (const name of names) text += row(`    ${name}`, commands[name].help);
    text += "\n";
  }
  text += "optional arguments:\n" + row("  -h, --help", "show this help message and exit");
  for (const [name, flag] of visible(flags)) text += row(`  ${flagText(name, flag)}`, flag.help);
  return text;
}

function flagText(name: string, { value, short }: Flag): string {
  const suffix = value === undefined ? "" : ` ${metavar(name)}`;
  const long = `--${name}${suffix}`;
  return short === undefined ? long : `${long}, -${short}${suffix}`;
}

function row(left: string, help: string): string {
  const lines = wrap(help, WIDTH - FLAG_COLUMN - 1);
  const indent = " ".repeat(FLAG_COLUMN);
  if (left.length >= FLAG_COLUMN) {
    return `${left}\n${lines.map((it) => `${indent}${it}\n`).join("")}`;
  }
  return lines.map((it, i) => `${i === 0 ? left.padEnd(FLAG_COLUMN) : indent}${it}\n`).join("");
}

function metavar(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}

function visible(flags: Flags): [string, Flag][] {
  return Object.entries(flags).filter(([, flag]) => !flag.hidden);
}
