/** A tree of metadata that looks like files and directories. */

export interface ShellDirectory {
  readonly kind: "directory";
  /** Sorted. */
  names(): readonly string[];
  /** Undefined if there is none. */
  child(name: string): ShellNode | undefined;
}

export interface ShellFile {
  readonly kind: "file";
  text(): string;
}

export type ShellNode = ShellDirectory | ShellFile;

export function file(text: () => string): ShellFile {
  return { kind: "file", text };
}

/** A directory of what is made when it is looked at. */
export function directory(
  children: ReadonlyMap<string, () => ShellNode> | Readonly<Record<string, () => ShellNode>>,
): ShellDirectory {
  const map = children instanceof Map
    ? children as ReadonlyMap<string, () => ShellNode>
    : new Map(Object.entries(children as Readonly<Record<string, () => ShellNode>>));
  return {
    kind: "directory",
    names: () => [...map.keys()].sort(),
    child: (name) => map.get(name)?.(),
  };
}

/** A directory with a child for each entry. */
export function directoryOf<Key, Value>(
  entries: Iterable<readonly [Key, Value]>,
  node: (value: Value) => ShellNode,
  name: (key: Key, value: Value) => string = String,
): ShellDirectory {
  return directory(
    new Map([...entries].map(([key, value]) => [name(key, value), () => node(value)])),
  );
}
