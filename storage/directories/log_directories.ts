/**
 * The directories of `log.dirs` (and `metadata.log.dir`): locked while the process lives, and checked to belong to this
 * node and to one cluster (storage spec 1.3; metadata spec 2.6).
 */
import type { Disk, FileLock, Random } from "../../runtime/runtime.ts";
import { RuntimeError } from "../../runtime/runtime.ts";
import { randomUuid } from "../../protocol/uuid.ts";
import { type MetaProperties, readMetaProperties, writeMetaProperties } from "./meta_properties.ts";

const LOCK = ".lock";

/** A log directory can't be used; the message names it and the remedy in one line. */
export class LogDirectoryError extends Error {
  override name = "LogDirectoryError";
}

export interface LogDirectory {
  readonly path: string;
  readonly id: string;
  readonly meta: MetaProperties;
}

export interface OpenDirectoriesOptions {
  readonly disk: Disk;
  readonly random: Random;
  readonly nowMs: number;
  readonly nodeId: number;
  /** Log directories and the metadata directory, each once. */
  readonly paths: readonly string[];
}

/**
 * Whether the directories were formatted: `some` is a mistake for the caller to judge.
 *
 * @throws {LogDirectoryError} When one can't be looked into.
 * @throws {CorruptFileError} When a `meta.properties` can't be read.
 */
export async function formatState(
  disk: Disk,
  paths: readonly string[],
): Promise<{ formatted: string[]; unformatted: string[] }> {
  const formatted: string[] = [];
  const unformatted: string[] = [];
  for (const path of paths) {
    const meta = await readMetaProperties(disk, path).catch((error) => {
      throw error instanceof RuntimeError ? unusable(path, error) : error;
    });
    (meta === null ? unformatted : formatted).push(path);
  }
  return { formatted, unformatted };
}

/** The locked directories of a node. */
export class LogDirectories {
  private constructor(
    readonly disk: Disk,
    readonly directories: readonly LogDirectory[],
    readonly clusterId: string,
    readonly locks: readonly FileLock[],
  ) {}

  /**
   * Locks and checks the directories.
   *
   * @throws {LogDirectoryError} When one is in use, not formatted, of another node or of another cluster.
   * @throws {CorruptFileError} When a `meta.properties` can't be read.
   */
  static async open(options: OpenDirectoriesOptions): Promise<LogDirectories> {
    const { disk, paths } = options;
    const locks: FileLock[] = [];
    try {
      for (const path of paths) locks.push(await lock(disk, path));
      const directories: LogDirectory[] = [];
      for (const path of paths) directories.push(await check(options, path));
      const clusterId = onlyCluster(directories);
      onlyOnce(directories);
      return new LogDirectories(disk, directories, clusterId, locks);
    } catch (error) {
      for (const held of locks) await held.release();
      throw error;
    }
  }

  byPath(path: string): LogDirectory | undefined {
    return this.directories.find((directory) => directory.path === path);
  }

  /** Gives the directories free for other processes; the lock files go. */
  async release(): Promise<void> {
    for (const [index, held] of this.locks.entries()) {
      const path = `${this.directories[index].path}/${LOCK}`;
      if (await this.disk.exists(path)) await this.disk.remove(path);
      await held.release();
    }
  }
}

async function lock(disk: Disk, path: string): Promise<FileLock> {
  try {
    await disk.makeDirectory(path);
    return await disk.lock(`${path}/${LOCK}`);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    if (error.code === "locked") {
      throw new LogDirectoryError(
        `Failed to acquire lock on file .lock in ${path}. A Kafka instance in another process or thread is using this directory.`,
      );
    }
    throw unusable(path, error);
  }
}

function unusable(path: string, { message }: RuntimeError): LogDirectoryError {
  return new LogDirectoryError(`Can't use the log directory ${path} (log.dirs): ${message}`);
}

async function check(options: OpenDirectoriesOptions, path: string): Promise<LogDirectory> {
  const { disk, nodeId, random, nowMs } = options;
  const meta = await readMetaProperties(disk, path);
  if (meta === null) {
    throw new LogDirectoryError(
      `No readable meta.properties in ${path}: have you run kafka-storage format?`,
    );
  }
  if (meta.clusterId === null || meta.nodeId === null) {
    throw new LogDirectoryError(`${path}/meta.properties has no cluster.id or no node id`);
  }
  if (meta.nodeId !== nodeId) {
    throw new LogDirectoryError(
      `Stored node id ${meta.nodeId} doesn't match the configured node.id ${nodeId} in ${path}/meta.properties: set node.id=${meta.nodeId}, or use other log.dirs`,
    );
  }
  if (meta.directoryId !== null) return { path, id: meta.directoryId, meta };
  const id = randomUuid(random);
  const complete = { ...meta, directoryId: id };
  await writeMetaProperties(disk, path, complete, nowMs);
  return { path, id, meta: complete };
}

function onlyCluster(directories: readonly LogDirectory[]): string {
  const first = directories[0].meta.clusterId!;
  for (const { path, meta } of directories) {
    if (meta.clusterId !== first) {
      throw new LogDirectoryError(
        `Log directories of two clusters: ${
          directories[0].path
        } belongs to ${first}, ${path} to ${meta.clusterId}`,
      );
    }
  }
  return first;
}

function onlyOnce(directories: readonly LogDirectory[]): void {
  const seen = new Map<string, string>();
  for (const { path, id } of directories) {
    const other = seen.get(id);
    if (other !== undefined) {
      throw new LogDirectoryError(`${other} and ${path} have the same directory.id ${id}`);
    }
    seen.set(id, path);
  }
}
