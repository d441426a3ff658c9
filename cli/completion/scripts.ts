/** Completion scripts for shells, from the words of all tools. */
import type { Flags } from "../options/flags.ts";
import type { ToolWords } from "../tool.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

export interface CompletedTool {
  readonly name: string;
  readonly words: ToolWords | undefined;
}

export function completionScript(shell: Shell, tools: readonly CompletedTool[]): string {
  if (shell === "fish") return fish(tools);
  const prelude = shell === "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "";
  return prelude + bash(tools);
}

/** zsh runs the same function, through its own emulation. */
function bash(tools: readonly CompletedTool[]): string {
  const cases = tools.flatMap(({ name, words }) => {
    if (words === undefined) return [];
    const commands = Object.keys(words.commands);
    const lines = [`    ${name}) words="${[...commands, ...flagWords(words.flags)].join(" ")}" ;;`];
    for (const command of commands) {
      lines.push(
        `    "${name} ${command}") words="${flagWords(words.commands[command]).join(" ")}" ;;`,
      );
    }
    return lines;
  });
  const names = tools.map(({ name }) => name);
  return `_ottla_words() {
  local words=""
  case "$1" in
${cases.join("\n")}
  esac
  echo "$words"
}
_ottla() {
  local current="\${COMP_WORDS[COMP_CWORD]}" tool="\${COMP_WORDS[0]##*/}" at=1 words
  tool="\${tool%.sh}"
  COMPREPLY=()
  if [ "$tool" = ottla ]; then
    if [ "$COMP_CWORD" -eq 1 ]; then
      COMPREPLY=($(compgen -W "${
    names.join(" ")
  } --role --config --override --help --version" -- "$current"))
      return
    fi
    tool="\${COMP_WORDS[1]%.sh}" at=2
  fi
  words="$(_ottla_words "$tool")"
  if [ "$COMP_CWORD" -gt "$at" ]; then
    local of_command="$(_ottla_words "$tool \${COMP_WORDS[$at]}")"
    [ -n "$of_command" ] && words="$of_command"
  fi
  [ -n "$words" ] && COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _ottla ottla ${
    names.filter((name) => name.includes("-")).flatMap((name) => [name, `${name}.sh`]).join(" ")
  }
`;
}

function fish(tools: readonly CompletedTool[]): string {
  const lines: string[] = [];
  for (const { name, words } of tools) {
    lines.push(`complete -c ottla -n __fish_use_subcommand -a ${name}`);
    if (words === undefined) continue;
    const places = [`-c ottla -n '__fish_seen_subcommand_from ${name}'`, `-c ${name}`];
    for (const place of places) {
      for (const command of Object.keys(words.commands)) {
        lines.push(`complete ${place} -a ${command}`);
      }
      const all = [words.flags, ...Object.values(words.commands)];
      for (const [flag, { help, value, hidden }] of all.flatMap((it) => Object.entries(it))) {
        if (hidden) continue;
        const argument = value === undefined ? "" : " -r";
        lines.push(`complete ${place} -l ${flag}${argument} -d '${help.replaceAll("'", "\\'")}'`);
      }
    }
  }
  return [...new Set(lines)].join("\n") + "\n";
}

function flagWords(flags: Flags): string[] {
  return Object.entries(flags).filter(([, { hidden }]) => !hidden).map(([name]) => `--${name}`);
}
