/** The table of flags that most of Kafka's tools print as their help. */
import type { Flag, Flags } from "./flags.ts";
import { wrap } from "./wrap.ts";

const WIDTH = 100;
const MAX_OPTION_WIDTH = 38;

/** Two columns with a heading, flags in alphabetical order, each line with its newline. */
export function usageTable(flags: Flags): string {
  const rows = Object.entries(flags)
    .filter(([, flag]) => !flag.hidden)
    .sort(([a], [b]) => a < b ? -1 : 1)
    .map(([name, flag]) => ({ option: optionText(name, flag), description: description(flag) }));
  const width = Math.min(MAX_OPTION_WIDTH, Math.max(...rows.map(({ option }) => option.length)));
  const line = (left: string, right: string) => `${left.padEnd(width)}  ${right}`.trimEnd() + "\n";
  let table = line("Option", "Description") + line("------", "-----------");
  for (const { option, description } of rows) {
    const left = wrap(option, width);
    const right = wrap(description, WIDTH - width - 2);
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      table += line((i > 0 ? "  " : "") + (left[i] ?? ""), right[i] ?? "");
    }
  }
  return table;
}

function optionText(name: string, { value, type = "String", valueOptional }: Flag): string {
  if (value === undefined) return `--${name}`;
  return valueOptional ? `--${name} [${type}: ${value}]` : `--${name} <${type}: ${value}>`;
}

function description({ help, required }: Flag): string {
  return required ? `REQUIRED: ${help}` : help;
}
