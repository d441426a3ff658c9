/** A disk in memory, which a crash of its machine leaves as a real one might be. */
import type {
  DirectoryEntry,
  Disk,
  DiskFile,
  FileLock,
  FileStat,
  OpenOptions,
} from "../runtime.ts";
import { type FileHost, SimulatedFile } from "./disk_file.ts";
import { DirectoryNode, failure, FileNode, type FileSystem } from "./file_system.ts";
import type { DelayRange, SimulatedProcess } from "./machine.ts";
import type { SeededRandom } from "./seeded_random.ts";

/** What `space` tells of a disk without a limit. */
const unlimitedBytes = 2 ** 40;

export class SimulatedDisk implements Disk, FileHost {
  readonly #process: SimulatedProcess;
  readonly #files: FileSystem;
  readonly #delay: DelayRange;
  readonly #random: SeededRandom;
  readonly #epochMs: number;

  constructor(process: SimulatedProcess, delay: DelayRange, random: SeededRandom, epochMs: number) {
    this.#process = process;
    this.#files = process.machine.disk;
    this.#delay = delay;
    this.#random = random;
    this.#epochMs = epochMs;
  }

  later<T>(label: string, run: () => T): Promise<T> {
    return this.#process.later(this.#delay, this.#random, label, run);
  }

  checkAlive(): void {
    this.#process.checkAlive();
  }

  nowMs(): number {
    return Math.floor(this.#epochMs + this.#process.machine.schedule.nowMs);
  }

  freeBytes(): number {
    const { diskBytes } = this.#process.machine;
    return diskBytes === Infinity ? Infinity : diskBytes - this.#files.usedBytes();
  }

  open(path: string, options: OpenOptions): DiskFile {
    this.checkAlive();
    const found = this.#files.find(path);
    if (found !== undefined && options.create === "new") throw failure("already-exists", path);
    if (found?.kind === "directory") throw failure("is-a-directory", path);
    if (found?.readOnly && options.write) throw failure("permission-denied", path);
    if (found === undefined && options.create === "never") throw failure("not-found", path);
    const node = found ?? this.#create(path);
    if (options.truncate && node.content.size > 0) node.content.truncate(0);
    return new SimulatedFile(path, this, node, options.write);
  }

  readFile(path: string): Promise<Uint8Array> {
    return this.later(`read file ${path}`, () => {
      const node = this.#files.get(path);
      if (node.kind === "directory") throw failure("is-a-directory", path);
      const bytes = new Uint8Array(node.content.size);
      node.content.read(bytes, 0);
      return bytes;
    });
  }

  exists(path: string): Promise<boolean> {
    return this.later(`exists ${path}`, () => {
      try {
        return this.#files.find(path) !== undefined;
      } catch {
        return false;
      }
    });
  }

  stat(path: string): Promise<FileStat> {
    return this.later(`stat ${path}`, () => {
      const node = this.#files.get(path);
      const size = node.kind === "file" ? node.content.size : 0;
      return { kind: node.kind, size, modifiedMs: node.modifiedMs };
    });
  }

  list(path: string): Promise<DirectoryEntry[]> {
    return this.later(`list ${path}`, () => {
      const names = [...this.#directory(path).entries];
      names.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      return names.map(([name, { kind }]) => ({ name, kind }));
    });
  }

  makeDirectory(path: string): Promise<void> {
    return this.later(`make directory ${path}`, () => this.#makeDirectory(path));
  }

  rename(from: string, to: string): Promise<void> {
    return this.later(`rename ${from} ${to}`, () => this.#rename(from, to));
  }

  remove(path: string): Promise<void> {
    return this.later(`remove ${path}`, () => {
      const { directory, name } = this.#files.parent(path);
      if (!directory.entries.has(name)) throw failure("not-found", path);
      this.#files.change(this.nowMs(), { directory, name, node: null });
    });
  }

  syncDirectory(path: string): Promise<void> {
    return this.later(`sync directory ${path}`, () => {
      this.#files.syncDirectory(this.#directory(path));
    });
  }

  setModified(path: string, timeMs: number): Promise<void> {
    return this.later(`set modified ${path}`, () => {
      this.#files.get(path).modifiedMs = timeMs;
    });
  }

  makeReadOnly(path: string): Promise<void> {
    return this.later(`make read-only ${path}`, () => {
      const node = this.#files.get(path);
      if (node.kind === "file") node.readOnly = true;
    });
  }

  lock(path: string): Promise<FileLock> {
    return this.later(`lock ${path}`, () => {
      const node = this.#files.find(path) ?? this.#create(path);
      if (node.kind === "directory") throw failure("is-a-directory", path);
      if (node.lockedBy?.alive) throw failure("locked", path);
      const holder = new LockHolder(this.#process);
      node.lockedBy = holder;
      return holder;
    });
  }

  space(path: string): Promise<{ totalBytes: number; usableBytes: number } | null> {
    return this.later(`space ${path}`, () => {
      this.#files.get(path);
      const totalBytes = Math.min(this.#process.machine.diskBytes, unlimitedBytes);
      return { totalBytes, usableBytes: Math.max(0, totalBytes - this.#files.usedBytes()) };
    });
  }

  #create(path: string): FileNode {
    const { directory, name } = this.#files.parent(path);
    const node = new FileNode(this.nowMs());
    this.#files.change(this.nowMs(), { directory, name, node });
    return node;
  }

  #directory(path: string): DirectoryNode {
    const node = this.#files.get(path);
    if (node.kind === "file") throw failure("not-a-directory", path);
    return node;
  }

  #makeDirectory(path: string): void {
    const found = this.#files.find(path);
    if (found?.kind === "directory") return;
    if (found !== undefined) throw failure("already-exists", path);
    const cut = path.lastIndexOf("/");
    if (cut > 0) this.#makeDirectory(path.slice(0, cut));
    const { directory, name } = this.#files.parent(path);
    if (directory.entries.has(name)) return;
    this.#files.change(this.nowMs(), { directory, name, node: new DirectoryNode(this.nowMs()) });
  }

  #rename(from: string, to: string): void {
    const node = this.#files.get(from);
    const source = this.#files.parent(from);
    const target = this.#files.parent(to);
    const replaced = target.directory.entries.get(target.name);
    if (replaced === node) return;
    if (replaced?.kind === "directory") {
      if (node.kind === "file") throw failure("is-a-directory", to);
      if (replaced.entries.size > 0) {
        throw failure("already-exists", to, "the directory is not empty");
      }
    } else if (replaced !== undefined && node.kind === "directory") {
      throw failure("not-a-directory", to);
    }
    if (`${to}/`.startsWith(`${from}/`)) {
      throw failure("io", to, "inside the directory that is moved");
    }
    this.#files.change(
      this.nowMs(),
      { ...source, node: null },
      { ...target, node },
    );
  }
}

class LockHolder implements FileLock {
  #released = false;

  constructor(readonly process: SimulatedProcess) {}

  get alive(): boolean {
    return !this.#released && this.process.alive;
  }

  release(): Promise<void> {
    this.#released = true;
    return Promise.resolve();
  }
}
