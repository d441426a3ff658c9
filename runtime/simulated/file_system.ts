/** The tree of a simulated disk: as programs see it, and as a crash of the machine would leave it. */
import { RuntimeError, type RuntimeErrorCode } from "../runtime.ts";
import { FileContent } from "./file_content.ts";
import type { SeededRandom } from "./seeded_random.ts";

export class FileNode {
  readonly kind = "file";
  readonly content = new FileContent();
  modifiedMs: number;
  readOnly = false;
  /** Who holds the file's lock. It counts only while the holder is alive. */
  lockedBy: { readonly alive: boolean } | null = null;

  constructor(nowMs: number) {
    this.modifiedMs = nowMs;
  }
}

export class DirectoryNode {
  readonly kind = "directory";
  entries = new Map<string, TreeNode>();
  durableEntries = new Map<string, TreeNode>();
  modifiedMs: number;

  constructor(nowMs: number) {
    this.modifiedMs = nowMs;
  }
}

export type TreeNode = FileNode | DirectoryNode;

/** One entry set, or removed (`node` null). */
interface EntryEdit {
  readonly directory: DirectoryNode;
  readonly name: string;
  readonly node: TreeNode | null;
}

export class FileSystem {
  readonly root: DirectoryNode;
  /** Changes of directories that are not durable, in order; the edits of one change (a rename) survive together. */
  #unsynced: (readonly EntryEdit[])[] = [];

  constructor(nowMs: number) {
    this.root = new DirectoryNode(nowMs);
  }

  /** @throws {RuntimeError} `not-a-directory` if the path leads through a file */
  find(path: string): TreeNode | undefined {
    let node: TreeNode | undefined = this.root;
    for (const part of partsOf(path)) {
      if (node === undefined) return undefined;
      if (node.kind === "file") throw failure("not-a-directory", path);
      node = node.entries.get(part);
    }
    return node;
  }

  /** @throws {RuntimeError} `not-found`, `not-a-directory` */
  get(path: string): TreeNode {
    const node = this.find(path);
    if (node === undefined) throw failure("not-found", path);
    return node;
  }

  /** The directory that holds `path`, and the name in it. @throws {RuntimeError} `not-found`, `not-a-directory` */
  parent(path: string): { directory: DirectoryNode; name: string } {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) throw failure("io", path);
    const directory = this.get(parts.join("/"));
    if (directory.kind === "file") throw failure("not-a-directory", path);
    return { directory, name };
  }

  /** Applies the edits as one change. */
  change(nowMs: number, ...edits: EntryEdit[]): void {
    for (const edit of edits) {
      applyEdit(edit.directory.entries, edit);
      edit.directory.modifiedMs = nowMs;
    }
    this.#unsynced.push(edits);
  }

  /** Makes the changes of a directory durable, with the earlier changes of other directories that they build on. */
  syncDirectory(directory: DirectoryNode): void {
    const concerned = new Set([directory]);
    const durable = this.#unsynced.map(() => false);
    for (let index = this.#unsynced.length - 1; index >= 0; index--) {
      const change = this.#unsynced[index]!;
      if (!change.some((edit) => concerned.has(edit.directory))) continue;
      durable[index] = true;
      for (const edit of change) concerned.add(edit.directory);
    }
    this.#unsynced.filter((_, index) => durable[index]).forEach(makeDurable);
    this.#unsynced = this.#unsynced.filter((_, index) => !durable[index]);
  }

  /** The machine crashed: what was not synced is gone. */
  loseUnsynced(): void {
    this.#unsynced = [];
    restore(this.root, (content) => content.loseUnsynced());
  }

  /** The machine crashed while it wrote: some of what was not synced is left, directory changes in their order. */
  tearUnsynced(random: SeededRandom): void {
    this.#unsynced.slice(0, random.below(this.#unsynced.length + 1)).forEach(makeDurable);
    this.#unsynced = [];
    restore(this.root, (content) => content.tearUnsynced(random));
  }

  /** Bytes of all files. */
  usedBytes(): number {
    return usedBytes(this.root);
  }
}

export function failure(code: RuntimeErrorCode, path: string, detail: string = code): RuntimeError {
  return new RuntimeError(code, `${path}: ${detail.replaceAll("-", " ")}`);
}

function partsOf(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts;
}

function applyEdit(entries: Map<string, TreeNode>, edit: EntryEdit): void {
  if (edit.node === null) entries.delete(edit.name);
  else entries.set(edit.name, edit.node);
}

function makeDurable(change: readonly EntryEdit[]): void {
  for (const edit of change) applyEdit(edit.directory.durableEntries, edit);
}

function restore(directory: DirectoryNode, restoreContent: (content: FileContent) => void): void {
  directory.entries = new Map(directory.durableEntries);
  for (const node of directory.entries.values()) {
    if (node.kind === "file") restoreContent(node.content);
    else restore(node, restoreContent);
  }
}

function usedBytes(directory: DirectoryNode): number {
  let bytes = 0;
  for (const node of directory.entries.values()) {
    bytes += node.kind === "file" ? node.content.size : usedBytes(node);
  }
  return bytes;
}
