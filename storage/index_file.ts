/**
 * A file of fixed-size entries that only grows at its end: the common part of the offset, time and transaction index.
 *
 * Appended entries stay in memory until {@linkcode IndexFile.writeOut} (on roll, on close, when memory is short): after
 * a crash the indexes of everything that was not flushed are made anew from the log anyway. What is in the file is
 * loaded when it is first needed, and given back when memory is short.
 */
import type { Disk } from "../runtime/runtime.ts";
import type { LogMemory, MemoryHolder } from "./log_memory.ts";

const NOTHING = new Uint8Array(0);
const FIRST_ENTRIES = 16;

export class IndexFile implements MemoryHolder {
  /** Number of entries. */
  count = 0;
  /** Entries that are in the file already. */
  #written = 0;
  /** Index of the first entry in {@linkcode bytes}. */
  #from = 0;
  /** The entries from `#from` on, with room for more. */
  #bytes: Uint8Array = NOTHING;
  #loading: Promise<void> | null = null;

  constructor(
    readonly disk: Disk,
    public path: string,
    readonly memory: LogMemory,
    readonly entryBytes: number,
  ) {}

  /** Takes the entries that are in the file now; those of a missing file are none. Reads none of them yet. */
  openExisting(): void {
    const file = this.disk.open(this.path, { create: "never", write: false });
    try {
      this.count = Math.floor(file.size() / this.entryBytes);
      this.#written = this.count;
      this.#from = this.count;
    } finally {
      file.close();
    }
  }

  /** Whether every entry is in memory. */
  get isLoaded(): boolean {
    return this.#from === 0;
  }

  /** Index of the first entry that is in memory. */
  get firstLoaded(): number {
    return this.#from;
  }

  /** The array that holds the entries in memory; see {@linkcode positionOf}. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** Where entry `index` starts in {@linkcode bytes}; it must be in memory. */
  positionOf(index: number): number {
    return (index - this.#from) * this.entryBytes;
  }

  /** Adds an entry; the caller writes its bytes at the returned position of {@linkcode bytes}. */
  append(): number {
    const position = this.positionOf(this.count);
    if (position + this.entryBytes > this.#bytes.length) this.#grow();
    this.count++;
    return position;
  }

  /** Brings all entries into memory. */
  load(): void {
    if (this.isLoaded) return;
    const file = this.disk.open(this.path, { create: "never", write: false });
    try {
      const missing = new Uint8Array(this.#from * this.entryBytes);
      file.readSync(missing, 0);
      this.#prepend(missing);
    } finally {
      file.close();
    }
  }

  /** Brings all entries into memory without blocking the event loop. */
  loadAsync(): Promise<void> {
    if (this.isLoaded) return Promise.resolve();
    return this.#loading ??= this.#loadAsync().finally(() => this.#loading = null);
  }

  async #loadAsync(): Promise<void> {
    while (!this.isLoaded) {
      const from = this.#from;
      const missing = new Uint8Array(from * this.entryBytes);
      const file = this.disk.open(this.path, { create: "never", write: false });
      try {
        await file.read(missing, 0);
      } finally {
        file.close();
      }
      // Entries may have been released, or cut, in the meantime.
      if (from === this.#from) this.#prepend(missing);
    }
  }

  /** Writes to the file what is not there yet. @throws {RuntimeError} */
  writeOut(): void {
    if (this.#written === this.count) return;
    const file = this.disk.open(this.path, { create: "if-missing", write: true });
    try {
      const start = this.positionOf(this.#written);
      file.writeSync(
        this.#bytes.subarray(start, this.positionOf(this.count)),
        this.#written * this.entryBytes,
      );
      this.#written = this.count;
    } finally {
      file.close();
    }
  }

  /** Makes the file durable; a file that was never needed is none. */
  async sync(): Promise<void> {
    if (!await this.disk.exists(this.path)) return;
    const file = this.disk.open(this.path, { create: "never", write: true });
    try {
      await file.sync();
    } finally {
      file.close();
    }
  }

  /** Drops all entries after the first `count`, in memory and in the file. */
  truncate(count: number): void {
    if (count >= this.count) return;
    this.count = count;
    if (count < this.#from) {
      this.#setBytes(NOTHING);
      this.#from = count;
    }
    if (count < this.#written) {
      this.#written = count;
      this.trimFile();
    }
  }

  /** Cuts whatever the file holds beyond the written entries (Kafka's preallocated zeros). */
  trimFile(): void {
    const file = this.disk.open(this.path, { create: "if-missing", write: true });
    try {
      file.truncate(this.#written * this.entryBytes);
    } finally {
      file.close();
    }
  }

  /** Empties the index; the file stays as it is until {@linkcode rewrite}. */
  reset(): void {
    this.count = 0;
    this.#written = 0;
    this.#from = 0;
    this.#setBytes(NOTHING);
  }

  /** Makes the file hold the entries, all of which are in memory, and nothing else. It is made if it is missing. */
  rewrite(): void {
    const file = this.disk.open(this.path, { create: "if-missing", write: true });
    try {
      const size = this.count * this.entryBytes;
      if (size > 0) file.writeSync(this.#bytes.subarray(0, size), 0);
      if (file.size() !== size) file.truncate(size);
      this.#written = this.count;
    } finally {
      file.close();
    }
  }

  release(): void {
    try {
      this.writeOut();
    } catch {
      return; // What can't be written must stay.
    }
    this.#from = this.count;
    this.#setBytes(NOTHING);
  }

  /** Gives back the memory without writing anything: the file is going to be removed. */
  discard(): void {
    this.#written = this.count;
    this.#from = this.count;
    this.#setBytes(NOTHING);
  }

  #prepend(missing: Uint8Array): void {
    const loaded = this.positionOf(this.count);
    const bytes = new Uint8Array(missing.length + loaded);
    bytes.set(missing);
    bytes.set(this.#bytes.subarray(0, loaded), missing.length);
    this.#from = 0;
    this.#setBytes(bytes);
  }

  #grow(): void {
    const bytes = new Uint8Array(
      Math.max(this.#bytes.length * 2, FIRST_ENTRIES * this.entryBytes),
    );
    bytes.set(this.#bytes);
    this.#setBytes(bytes);
  }

  #setBytes(bytes: Uint8Array): void {
    const grown = bytes.length - this.#bytes.length;
    this.#bytes = bytes;
    if (grown > 0) this.memory.grew(this, grown);
    else if (grown < 0) this.memory.shrank(this, -grown);
  }
}
