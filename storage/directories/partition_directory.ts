/** Names of partition directories in a log directory (storage spec 1.1, trap T1). */
export type DirectoryState = "current" | "delete" | "future" | "stray";

export interface PartitionDirectory {
  readonly topic: string;
  readonly partition: number;
  readonly state: DirectoryState;
}

/** Directories of a log directory that are no partitions. */
const NO_PARTITION = new Set(["remote-log-index-cache"]);
const SUFFIXED = /^(\S+)-(\S+)\.(\S+)-(delete|future|stray)$/;
/** Longest name of a directory. */
const MAX_NAME_LENGTH = 255;

/**
 * Reads a directory's name; null for the ones that Kafka passes over.
 *
 * @throws {RangeError} For any other name: Kafka does not start with it either.
 */
export function parsePartitionDirectory(name: string): PartitionDirectory | null {
  if (NO_PARTITION.has(name)) return null;
  const suffixed = SUFFIXED.exec(name);
  const state = (suffixed?.[4] ?? "current") as DirectoryState;
  const base = suffixed === null ? name : name.slice(0, name.lastIndexOf("."));
  const dash = base.lastIndexOf("-");
  const index = base.slice(dash + 1);
  if (dash <= 0 || !/^\d+$/.test(index)) {
    throw new RangeError(
      `Found directory ${name}, which is not in the form of topic-partition; such directories don't belong in a log directory`,
    );
  }
  return { topic: base.slice(0, dash), partition: Number(index), state };
}

export function partitionDirectoryName(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}

/**
 * Name of a directory put aside; the topic's part is cut so that it is never too long.
 *
 * @param uuid 32 hexadecimal digits.
 */
export function asideDirectoryName(
  topic: string,
  partition: number,
  uuid: string,
  state: "delete" | "stray",
): string {
  const suffix = `-${partition}.${uuid}-${state}`;
  return topic.slice(0, MAX_NAME_LENGTH - suffix.length) + suffix;
}
