/** Paths in the tree, with wildcards. */
import type { ShellDirectory, ShellNode } from "./node.ts";

export interface FoundNode {
  /** From the root on. */
  readonly path: readonly string[];
  readonly node: ShellNode;
}

/** Parts of a path, absolute or from the working directory on; `.` and `..` are done away with. */
export function pathParts(working: readonly string[], path: string): string[] {
  const parts = path.startsWith("/") ? [] : [...working];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts;
}

/** Every node that the path means, by name; none if there is no such node. */
export function findNodes(
  root: ShellDirectory,
  working: readonly string[],
  path: string,
): FoundNode[] {
  let found: FoundNode[] = [{ path: [], node: root }];
  for (const part of pathParts(working, path)) {
    const isMeant = wildcard(part);
    found = found.flatMap(({ path, node }) => {
      if (node.kind === "file") return [];
      const names = isMeant === null ? [part] : node.names().filter(isMeant);
      return names.flatMap((name) => {
        const child = node.child(name);
        return child === undefined ? [] : [{ path: [...path, name], node: child }];
      });
    });
  }
  return found;
}

/** Null for a name without `*`, `?` and `{a,b}`. */
function wildcard(part: string): ((name: string) => boolean) | null {
  if (!/[*?{]/.test(part)) return null;
  let depth = 0;
  const pattern = part.replace(/[^]/g, (letter) => {
    if (letter === "*") return ".*";
    if (letter === "?") return ".";
    if (letter === "{") depth++;
    if (letter === "{") return "(?:";
    if (letter === "}" && depth > 0) {
      depth--;
      return ")";
    }
    if (letter === "," && depth > 0) return "|";
    return letter.replace(/[\\^$.|+()[\]]/, "\\$&");
  });
  const regex = new RegExp(`^${pattern}${")".repeat(depth)}$`);
  return (name) => regex.test(name);
}
