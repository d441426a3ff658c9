/** What the shell's commands print. */
import type { ShellNode } from "./node.ts";
import { findNodes, type FoundNode, pathParts } from "./paths.ts";
import type { ShellState } from "./state.ts";

export interface ShellCommand {
  readonly help: string;
  /** What its words are; absent if it takes none. */
  readonly words?: {
    readonly name: string;
    readonly help: string;
    readonly min: number;
    readonly max: number;
  };
  run(words: readonly string[], state: ShellState): string;
}

const TARGETS = { name: "targets", help: "Files and directories.", min: 0, max: Infinity };
const INDENT = "  ";

export const BATCH_COMMANDS = {
  cat: {
    help: "Show what is in files.",
    words: { ...TARGETS, min: 1 },
    run: (words, state) =>
      eachTarget(
        words,
        state,
        "cat",
        "No such file or directory.",
        (found, target) =>
          found.map(({ node }) =>
            node.kind === "file" ? `${node.text()}\n` : `cat: ${target}: Is a directory\n`
          ).join(""),
      ),
  },
  find: {
    help: "Show everything below directories.",
    words: TARGETS,
    run: (words, state) =>
      eachTarget(targets(words), state, "find", "no such file or directory.", (found, target) => {
        const isPattern = /[*?{]/.test(target);
        return found.map(({ path, node }) => below(isPattern ? `/${path.join("/")}` : target, node))
          .join("");
      }),
  },
  ls: {
    help: "List directories.",
    words: TARGETS,
    run: list,
  },
  tree: {
    help: "Show what is in files, as a tree.",
    words: { ...TARGETS, min: 1 },
    run: (words, state) =>
      eachTarget(
        words,
        state,
        "tree",
        "No such file or directory.",
        (found) =>
          found.map(({ node }) => node.kind === "file" ? `${node.text()}\n` : treeText(node, ""))
            .join(""),
      ),
  },
} as const satisfies Readonly<Record<string, ShellCommand>>;

export const INTERACTIVE_COMMANDS: Readonly<Record<string, ShellCommand>> = {
  ...BATCH_COMMANDS,
  cd: {
    help: "Change the working directory.",
    words: { name: "target", help: "The directory; / if not given.", min: 0, max: 1 },
    run: ([target = "/"], state) => changeDirectory(target, state),
  },
  exit: {
    help: "End the shell.",
    run: (_, state) => {
      state.isOver = true;
      return "";
    },
  },
  history: {
    help: "Show the commands so far.",
    words: { name: "number", help: "How many of the last.", min: 0, max: 1 },
    run: ([number = "Infinity"], { history }) => {
      const count = Number(number);
      if (Number.isNaN(count)) return `could not convert '${number}' to Integer\n`;
      return history
        .map((line, i) => `${String(i).padStart(5)}  ${line}\n`)
        .slice(Math.max(0, history.length - count))
        .join("");
    },
  },
  pwd: { help: "Show the working directory.", run: (_, { working }) => `/${working.join("/")}\n` },
};

/** Without a target the working directory is meant. */
function targets(words: readonly string[]): readonly string[] {
  return words.length === 0 ? [""] : words;
}

function eachTarget(
  words: readonly string[],
  { root, working }: ShellState,
  command: string,
  missing: string,
  print: (found: readonly FoundNode[], target: string) => string,
): string {
  return words.map((target) => {
    const found = findNodes(root, working, target);
    return found.length === 0 ? `${command}: ${target}: ${missing}\n` : print(found, target);
  }).join("");
}

function below(path: string, node: ShellNode): string {
  const own = path === "" ? "" : `${path}\n`;
  if (node.kind === "file") return own;
  const start = path === "" || path === "/" ? path : `${path}/`;
  return own + node.names().map((name) => below(`${start}${name}`, node.child(name)!)).join("");
}

function treeText(node: ShellNode, indent: string): string {
  if (node.kind === "file") {
    return node.text().split("\n").map((line) => `${indent}${line}\n`).join("");
  }
  return node.names().map((name) =>
    `${indent}${name}:\n${treeText(node.child(name)!, `${indent}${INDENT}`)}`
  ).join("");
}

/** Files first, then each directory, with its name where there are several. */
function list(words: readonly string[], state: ShellState): string {
  const { root, working } = state;
  const files: string[] = [];
  const directories: { readonly name: string; readonly names: readonly string[] }[] = [];
  let text = "";
  for (const target of targets(words)) {
    const found = findNodes(root, working, target);
    if (found.length === 0) text += `ls: ${target}: no such file or directory.\n`;
    for (const { path, node } of found) {
      const name = path.at(-1) ?? "/";
      if (node.kind === "file") files.push(name);
      else directories.push({ name, names: node.names() });
    }
  }
  const areMany = directories.length + (files.length > 0 ? 1 : 0) > 1;
  const parts = files.length > 0 ? [state.columns(files)] : [];
  for (const { name, names } of directories) {
    parts.push((areMany ? `${name}:\n` : "") + state.columns(names));
  }
  return text + parts.join("\n");
}

function changeDirectory(target: string, state: ShellState): string {
  const found = findNodes(state.root, state.working, target);
  if (found.length === 0) return `cd: ${target}: no such directory.\n`;
  if (found.length > 1) return `cd: ${target}: more than one directory.\n`;
  if (found[0].node.kind === "file") return `cd: ${target}: not a directory.\n`;
  state.working = found[0].path.length > 0 ? found[0].path : pathParts([], "/");
  return "";
}
