/**
 * Log directories whose disk failed (KIP-112, KIP-858): all partitions in them go offline, the controller is told, so that
 * other brokers take over, and a broker without any directory left ends.
 */
import type { Partition } from "./partition.ts";

export interface LogDirectoryFailuresOptions {
  /** Those of `log.dirs`. */
  readonly directories: readonly { readonly id: string; readonly path: string }[];
  /** Id of the directory that holds the partition. */
  directoryIdOf(topic: string, index: number): string | undefined;
  /** Every partition held. */
  partitions(): Iterable<Partition>;
  /** Called once for each directory, with the ids of all that have failed. */
  onFailed(path: string, failedIds: readonly string[]): void;
  /** Called once, when none is left. */
  onAllFailed(paths: readonly string[]): void;
}

export class LogDirectoryFailures {
  readonly #failed = new Set<string>();

  constructor(readonly options: LogDirectoryFailuresOptions) {}

  /** The log of a partition can't be used any more: nothing in its directory is to be trusted. */
  partitionFailed({ topic, index }: Partition): void {
    const { directories, directoryIdOf, partitions, onFailed, onAllFailed } = this.options;
    const directory = directories.find(({ id }) => id === directoryIdOf(topic, index));
    if (directory === undefined || this.#failed.has(directory.id)) return;
    this.#failed.add(directory.id);
    for (const partition of [...partitions()]) {
      const inside = directoryIdOf(partition.topic, partition.index) === directory.id;
      if (inside) partition.markOffline();
    }
    onFailed(directory.path, [...this.#failed]);
    if (this.#failed.size === directories.length) onAllFailed(directories.map(({ path }) => path));
  }
}
