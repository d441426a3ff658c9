/** `leader-epoch-checkpoint`: the leader epoch cache of a partition on disk (storage spec 1.5). */
import type { Disk } from "../runtime/runtime.ts";
import { readTextFile, replaceTextFile } from "./atomic_file.ts";
import { checkpointNumber, formatCheckpoint, parseCheckpoint } from "./checkpoint_file.ts";
import { CorruptFileError } from "./errors.ts";
import type { FileHandles } from "./file_handles.ts";
import type { EpochEntry } from "./leader_epoch_cache.ts";

export const LEADER_EPOCH_CHECKPOINT = "leader-epoch-checkpoint";

export class LeaderEpochCheckpoint {
  readonly path: string;
  #wanted: readonly EpochEntry[] | null = null;
  #writing: Promise<void> | null = null;
  /** Whether nothing is written yet: see {@linkcode create}. */
  #isHeldBack = false;

  constructor(readonly disk: Disk, directory: string, readonly handles: FileHandles) {
    this.path = `${directory}/${LEADER_EPOCH_CHECKPOINT}`;
  }

  /**
   * The entries in the file; null if there is no file.
   *
   * @throws {CorruptFileError}
   */
  async read(): Promise<EpochEntry[] | null> {
    const text = await readTextFile(this.disk, this.path);
    if (text === null) return null;
    if (text === "") return [];
    const entries = parseCheckpoint(this.path, text, 2).map(([epoch, startOffset]) => ({
      epoch: checkpointNumber(this.path, epoch),
      startOffset: checkpointNumber(this.path, startOffset),
    }));
    for (let i = 0; i < entries.length; i++) {
      const before = entries[i - 1] ?? { epoch: -1, startOffset: -1 };
      if (entries[i].epoch <= before.epoch || entries[i].startOffset <= before.startOffset) {
        throw new CorruptFileError(this.path, "Epochs and offsets do not rise");
      }
    }
    return entries;
  }

  /** Makes the file of a new log, empty. Entries are written only from {@linkcode proceed} on. */
  create(): void {
    this.disk.open(this.path, { create: "if-missing", write: true }).close();
    this.#isHeldBack = true;
  }

  /** Writes what was held back, if anything, and all that is saved from now on. */
  proceed(): Promise<void> {
    this.#isHeldBack = false;
    if (this.#wanted === null) return this.settled();
    return this.#writing ??= this.#write();
  }

  /**
   * Makes `entries` the content of the file. Calls during a write are grouped: the last one wins. Resolves when the
   * entries, or later ones, are durable.
   */
  save(entries: readonly EpochEntry[]): Promise<void> {
    this.#wanted = [...entries];
    if (this.#isHeldBack) return Promise.resolve();
    return this.#writing ??= this.#write();
  }

  /** Resolves when everything saved so far is durable. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    try {
      // Many partitions may change leaders at once.
      while (this.#wanted !== null) await this.handles.briefly(() => this.#replace());
    } finally {
      this.#writing = null;
    }
  }

  #replace(): Promise<void> {
    const lines = (this.#wanted ?? []).map(({ epoch, startOffset }) => [epoch, startOffset]);
    this.#wanted = null;
    return replaceTextFile(this.disk, this.path, formatCheckpoint(lines));
  }
}
