/** A bounded number of open files, shared by all logs: the one used least recently is closed when another is opened. */
import type { Disk, DiskFile } from "../runtime/runtime.ts";
import { DirectorySync } from "./directory_sync.ts";

/** So many files are replaced at the same time, all logs together. */
const REPLACED_AT_ONCE = 32;

export class FileHandles {
  /** For directories that many logs share. */
  readonly directories: DirectorySync;
  /** Least recently used first. */
  readonly #open = new Set<LogFile>();
  #replacing = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(readonly disk: Disk, readonly maxOpen = 500) {
    this.directories = new DirectorySync(disk);
  }

  /** Runs `work`, which opens a file for a while, when there is room for one more. */
  async briefly<T>(work: () => Promise<T>): Promise<T> {
    if (this.#replacing >= REPLACED_AT_ONCE) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#replacing++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#replacing--;
      else next();
    }
  }

  get openCount(): number {
    return this.#open.size;
  }

  opened(file: LogFile): void {
    this.#open.add(file);
    for (const oldest of this.#open) {
      if (this.#open.size <= this.maxOpen || oldest === file) return;
      oldest.close();
    }
  }

  used(file: LogFile): void {
    this.#open.delete(file);
    this.#open.add(file);
  }

  closed(file: LogFile): void {
    this.#open.delete(file);
  }
}

/** How many uses of a file pass before it counts as used again; spares bookkeeping. */
const USES_BETWEEN_NOTES = 64;

/** A file that is opened when it is needed. Reads and writes under way outlive {@linkcode LogFile.close}. */
export class LogFile {
  #handle: DiskFile | null = null;
  #uses = 0;

  constructor(readonly handles: FileHandles, readonly path: string) {}

  /** @throws {RuntimeError} */
  get handle(): DiskFile {
    if (this.#handle === null) {
      this.#handle = this.handles.disk.open(this.path, { create: "never", write: true });
      this.handles.opened(this);
    } else if (++this.#uses >= USES_BETWEEN_NOTES) {
      this.#uses = 0;
      this.handles.used(this);
    }
    return this.#handle;
  }

  /** Makes the file, empty. */
  create(): void {
    this.close();
    this.#handle = this.handles.disk.open(this.path, {
      create: "if-missing",
      write: true,
      truncate: true,
    });
    this.handles.opened(this);
  }

  close(): void {
    if (this.#handle === null) return;
    this.#handle.close();
    this.#handle = null;
    this.handles.closed(this);
  }
}
