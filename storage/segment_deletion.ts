/** Takes the files of segments away (storage spec 4.8): renamed at once, removed after `file.delete.delay.ms`. */
import type { Timer } from "../runtime/runtime.ts";
import { removeIfPresent } from "./atomic_file.ts";
import type { LogState } from "./log_state.ts";
import { type Segment, SEGMENT_FILE_KINDS } from "./segment.ts";
import { DELETED_SUFFIX } from "./segment_files.ts";

/** Removes files of segments, and the producer snapshots at their bases, at once: while a log is loaded. */
export async function removeSegments(state: LogState, segments: readonly Segment[]): Promise<void> {
  const { disk, snapshots } = state;
  // Newest first: a crash in between leaves no hole.
  for (const segment of [...segments].reverse()) {
    segment.discard();
    for (const kind of SEGMENT_FILE_KINDS) {
      await removeIfPresent(disk, segment.path(kind));
    }
    await snapshots.remove([segment.baseOffset]);
  }
  state.directoryChanged = true;
}

/** Deletes segments of an open log. */
export class SegmentDeletion {
  readonly #timers = new Set<Timer>();
  #closed = false;

  constructor(readonly state: LogState) {}

  /**
   * Renames the files of `segments`, which are no longer part of the log, in the given order.
   *
   * @throws {RuntimeError}
   */
  async delete(segments: readonly Segment[]): Promise<void> {
    const { disk, snapshots } = this.state;
    const renamed: string[] = [];
    for (const segment of segments) {
      segment.discard();
      for (const kind of SEGMENT_FILE_KINDS) {
        const path = segment.path(kind);
        if (!await disk.exists(path)) continue;
        await disk.rename(path, path + DELETED_SUFFIX);
        renamed.push(path + DELETED_SUFFIX);
      }
      const snapshot = await snapshots.markDeleted(segment.baseOffset);
      if (snapshot !== null) renamed.push(snapshot);
    }
    this.state.directoryChanged = true;
    this.#removeLater(renamed);
  }

  #removeLater(paths: readonly string[]): void {
    if (this.#closed || paths.length === 0) return;
    const { clock } = this.state.options;
    const timer = clock.setTimer(this.state.config.fileDeleteDelayMs, () => {
      this.#timers.delete(timer);
      this.#remove(paths).catch((error) => {
        this.state.warn(`Could not remove ${paths[0]} and others: ${error}`);
      });
    });
    this.#timers.add(timer);
  }

  async #remove(paths: readonly string[]): Promise<void> {
    const { disk } = this.state;
    for (const path of paths) await removeIfPresent(disk, path);
  }

  /** What is still to be removed is removed when the log is opened the next time. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }
}
