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
  #open: OpenFile | null = null;
  #uses = 0;

  constructor(readonly handles: FileHandles, readonly path: string) {}

  /** @throws {RuntimeError} */
  get handle(): DiskFile {
    return this.#opened().handle;
  }

  /** The open file: it stays open until it is released, even if this is closed or removed before. @throws {RuntimeError} */
  hold(): HeldFile {
    const open = this.#opened();
    open.hold();
    return open;
  }

  #opened(): OpenFile {
    if (this.#open === null) {
      this.#open = new OpenFile(
        this.handles.disk.open(this.path, { create: "never", write: true }),
      );
      this.handles.opened(this);
    } else if (++this.#uses >= USES_BETWEEN_NOTES) {
      this.#uses = 0;
      this.handles.used(this);
    }
    return this.#open;
  }

  /** Makes the file, empty. */
  create(): void {
    this.close();
    this.#open = new OpenFile(
      this.handles.disk.open(this.path, { create: "if-missing", write: true, truncate: true }),
    );
    this.handles.opened(this);
  }

  close(): void {
    if (this.#open === null) return;
    this.#open.close();
    this.#open = null;
    this.handles.closed(this);
  }
}

/** An open file that somebody needs for a while. */
export interface HeldFile {
  readonly handle: DiskFile;
  release(): void;
}

class OpenFile implements HeldFile {
  #holders = 0;
  #isClosed = false;

  constructor(readonly handle: DiskFile) {}

  hold(): void {
    this.#holders++;
  }

  release(): void {
    this.#holders--;
    this.#closeUnheld();
  }

  close(): void {
    this.#isClosed = true;
    this.#closeUnheld();
  }

  #closeUnheld(): void {
    if (this.#isClosed && this.#holders === 0) this.handle.close();
  }
}
