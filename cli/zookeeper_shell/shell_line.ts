/** One line of ZooKeeper's shell: what it asks for, and what it is answered. */
import type { ZNode } from "./znodes.ts";

/** A line that can't be carried out: `message` goes to standard error. */
export class ShellLineError extends Error {
  override name = "ShellLineError";
  constructor(message: string, readonly exitCode = 1) {
    super(message);
  }
}

export type ShellCommand =
  | { readonly name: "ls" | "get"; readonly path: string; readonly isRecursive: boolean }
  | { readonly name: "getAllChildrenNumber"; readonly path: string }
  | { readonly name: "quit" };

const USAGES: Readonly<Record<string, string>> = {
  ls: "ls [-w] [-R] path",
  get: "get [-w] path",
  getAllChildrenNumber: "getAllChildrenNumber path",
  quit: "quit",
};
export const COMMANDS_USAGE = "zookeeper-shell host:port[/path] [command]\n" +
  Object.values(USAGES).map((usage) => `\t${usage}\n`).join("");
const CHANGES = /^(?:create|set|setAcl|setquota|delquota|delete|deleteall|rmr|reconfig|addauth)$/;

/** @throws {ShellLineError} */
export function parseShellLine([name = "", ...words]: readonly string[]): ShellCommand {
  if (CHANGES.test(name)) {
    throw new ShellLineError(
      `${name}: nothing is changed here. Ask a broker with kafka-topics, kafka-configs or kafka-acls`,
    );
  }
  if (!Object.hasOwn(USAGES, name)) throw new ShellLineError(COMMANDS_USAGE.trimEnd(), 127);
  if (name === "quit") return { name };
  const flags = words.filter((word) => /^-./.test(word));
  const unknown = flags.find((flag) => flag !== "-w" && !(name === "ls" && flag === "-R"));
  if (unknown === "-s") {
    throw new ShellLineError(`${name} -s: a coordinator counts no ZooKeeper transactions`);
  }
  const [path] = words.filter((word) => !/^-./.test(word));
  if (unknown !== undefined || path === undefined) throw new ShellLineError(USAGES[name]);
  if (!path.startsWith("/")) throw new ShellLineError("Path must start with / character");
  if (path !== "/" && path.endsWith("/")) {
    throw new ShellLineError("Path must not end with / character");
  }
  if (name === "getAllChildrenNumber") return { name, path };
  return { name: name as "ls" | "get", path, isRecursive: flags.includes("-R") };
}

/** @throws {ShellLineError} Where there is no such node. */
export function answerShellLine(
  command: Exclude<ShellCommand, { readonly name: "quit" }>,
  root: ZNode,
): string {
  const node = nodeAt(root, command.path);
  switch (command.name) {
    case "get":
      return `${node.data}\n`;
    case "getAllChildrenNumber":
      return `${[...below(command.path, node)].length - 1}\n`;
    case "ls":
      return command.isRecursive
        ? [...below(command.path, node)].map((path) => `${path}\n`).join("")
        : `[${names(node).join(", ")}]\n`;
  }
}

function nodeAt(root: ZNode, path: string): ZNode {
  let node: ZNode | undefined = root;
  for (const name of path.split("/").filter((it) => it !== "")) node = node?.children.get(name);
  if (node !== undefined) return node;
  const top = `/${path.split("/")[1]}`;
  const hint = names(root).some((name) => `/${name}` === top)
    ? ""
    : ` (there are ${names(root).map((name) => `/${name}`).join(", ")})`;
  throw new ShellLineError(`Node does not exist: ${path}${hint}`);
}

/** The node and all below it, level by level. */
function* below(path: string, node: ZNode): Generator<string> {
  const queue: [string, ZNode][] = [[path, node]];
  for (const [at, { children }] of queue) {
    yield at;
    for (const [name, child] of [...children].sort(([a], [b]) => a < b ? -1 : 1)) {
      queue.push([`${at === "/" ? "" : at}/${name}`, child]);
    }
  }
}

function names(node: ZNode): string[] {
  return [...node.children.keys()].sort();
}
