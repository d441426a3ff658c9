/** The producer snapshot files of a partition directory: which there are, and when they go (storage spec 3.7). */
import type { Disk } from "../runtime/runtime.ts";
import { removeIfPresent } from "./atomic_file.ts";
import { CorruptFileError } from "./errors.ts";
import type { ProducerEntry } from "./producer_entry.ts";
import { decodeProducerSnapshot, encodeProducerSnapshot } from "./producer_snapshot.ts";
import type { ProducerState } from "./producer_state.ts";
import { DELETED_SUFFIX, segmentFileName } from "./segment_files.ts";

export class ProducerSnapshots {
  /** Offsets of the snapshots, ascending. */
  #offsets: number[];
  /** Snapshots at or below the log start say nothing, and none is written there. */
  logStartOffset = 0;
  /** Written, but not yet durable. */
  readonly #unsynced = new Set<number>();

  constructor(readonly disk: Disk, readonly directory: string, offsets: readonly number[]) {
    this.#offsets = [...offsets].sort((a, b) => a - b);
  }

  get offsets(): readonly number[] {
    return this.#offsets;
  }

  get latest(): number {
    return this.#offsets.at(-1) ?? -1;
  }

  path(offset: number): string {
    return `${this.directory}/${segmentFileName(offset, ".snapshot")}`;
  }

  /** Writes a snapshot of `state`, unless there is one already or the log starts there. {@linkcode sync} makes it durable. */
  take(state: ProducerState): void {
    const offset = state.mapEndOffset;
    if (offset <= Math.max(this.latest, this.logStartOffset)) return;
    const file = this.disk.open(this.path(offset), {
      create: "if-missing",
      write: true,
      truncate: true,
    });
    try {
      file.writeSync(encodeProducerSnapshot([...state.entries()]), 0);
    } finally {
      file.close();
    }
    this.#offsets.push(offset);
    this.#unsynced.add(offset);
  }

  /** Makes all snapshots durable, but for their directory entries. */
  async sync(): Promise<void> {
    for (const offset of [...this.#unsynced]) {
      try {
        await this.#syncFile(this.path(offset));
      } catch (error) {
        // Removed in the meantime.
        if (this.#unsynced.has(offset)) throw error;
      }
      this.#unsynced.delete(offset);
    }
  }

  async #syncFile(path: string): Promise<void> {
    const file = this.disk.open(path, { create: "never", write: true });
    try {
      await file.sync();
    } finally {
      file.close();
    }
  }

  /**
   * The producers of the newest snapshot that can be read; broken ones are removed. Null if there is none.
   */
  async load(): Promise<{ offset: number; entries: ProducerEntry[] } | null> {
    while (this.#offsets.length > 0) {
      const offset = this.latest;
      const path = this.path(offset);
      try {
        return { offset, entries: decodeProducerSnapshot(path, await this.disk.readFile(path)) };
      } catch (error) {
        if (!(error instanceof CorruptFileError)) throw error;
        await this.remove([offset]);
      }
    }
    return null;
  }

  async remove(offsets: readonly number[]): Promise<void> {
    this.#forget(offsets);
    for (const offset of offsets) {
      await removeIfPresent(this.disk, this.path(offset));
    }
  }

  /** Those after `offset`: what they say of the log is no longer true. */
  above(offset: number): number[] {
    return this.#offsets.filter((other) => other > offset);
  }

  atOrBelow(offset: number): number[] {
    return this.#offsets.filter((other) => other <= offset);
  }

  /** Renames the snapshot of a deleted segment; returns the new path, or null if there is none. */
  async markDeleted(offset: number): Promise<string | null> {
    if (!this.#offsets.includes(offset)) return null;
    this.#forget([offset]);
    const renamed = this.path(offset) + DELETED_SUFFIX;
    await this.disk.rename(this.path(offset), renamed);
    return renamed;
  }

  #forget(offsets: readonly number[]): void {
    this.#offsets = this.#offsets.filter((offset) => !offsets.includes(offset));
    for (const offset of offsets) this.#unsynced.delete(offset);
  }
}
