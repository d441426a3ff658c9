/** The snapshots in the metadata log's directory. They appear whole or not at all, and never change. */
import type { Disk, DiskFile, Random } from "../../runtime/runtime.ts";
import { RuntimeError } from "../../runtime/runtime.ts";
import { sameSnapshot, type SnapshotId } from "../raft/types.ts";
import { decodeSnapshot, type SnapshotContent } from "./snapshot_content.ts";
import {
  BOOTSTRAP_SNAPSHOT_ID,
  isSnapshotLeftover,
  parseSnapshotFileName,
  partialSnapshotFileName,
  snapshotFileName,
} from "./snapshot_names.ts";

export interface SnapshotFile {
  readonly id: SnapshotId;
  readonly sizeBytes: number;
}

export class SnapshotStore {
  /** Oldest first; without the bootstrap snapshot. */
  #files: SnapshotFile[];

  private constructor(
    readonly disk: Disk,
    readonly random: Random,
    readonly directory: string,
    files: SnapshotFile[],
    /** Whether the directory was formatted for a dynamic quorum (the 0-0 file). */
    readonly hasBootstrap: boolean,
  ) {
    this.#files = files;
  }

  /** Lists the directory and removes what interrupted writes left. */
  static async open(disk: Disk, random: Random, directory: string): Promise<SnapshotStore> {
    const files: SnapshotFile[] = [];
    let hasBootstrap = false;
    for (const { name } of await disk.list(directory)) {
      const path = `${directory}/${name}`;
      if (isSnapshotLeftover(name)) await disk.remove(path);
      const id = parseSnapshotFileName(name);
      if (id === null) continue;
      if (sameSnapshot(id, BOOTSTRAP_SNAPSHOT_ID)) hasBootstrap = true;
      else files.push({ id, sizeBytes: (await disk.stat(path)).size });
    }
    files.sort((a, b) => compare(a.id, b.id));
    return new SnapshotStore(disk, random, directory, files, hasBootstrap);
  }

  get files(): readonly SnapshotFile[] {
    return this.#files;
  }

  get latest(): SnapshotId | null {
    return this.#files.at(-1)?.id ?? null;
  }

  get earliest(): SnapshotId | null {
    return this.#files[0]?.id ?? null;
  }

  get sizeBytes(): number {
    return this.#files.reduce((sum, file) => sum + file.sizeBytes, 0);
  }

  sizeOf(id: SnapshotId): number | undefined {
    return this.#files.find((file) => sameSnapshot(file.id, id))?.sizeBytes;
  }

  /** @throws {SnapshotError} If the file is damaged. @throws {RuntimeError} If it is gone. */
  async read(id: SnapshotId): Promise<SnapshotContent> {
    return decodeSnapshot(await this.disk.readFile(this.#path(id)));
  }

  /** Bytes from `position` on, up to `maxBytes`; null when there is no such snapshot any more. */
  async readPiece(id: SnapshotId, position: number, maxBytes: number): Promise<Uint8Array | null> {
    const size = this.sizeOf(id);
    if (size === undefined) return null;
    let file: DiskFile;
    try {
      file = this.disk.open(this.#path(id), { create: "never", write: false });
    } catch (error) {
      if (error instanceof RuntimeError && error.code === "not-found") return null;
      throw error;
    }
    try {
      const bytes = new Uint8Array(Math.max(0, Math.min(maxBytes, size - position)));
      const length = await file.read(bytes, position);
      return bytes.subarray(0, length);
    } finally {
      file.close();
    }
  }

  /** Starts a file that becomes a snapshot when it is finished. */
  create(id: SnapshotId): SnapshotWriter {
    const name = partialSnapshotFileName(id, this.random.uniqueId().replace(/[^A-Za-z0-9]/g, "_"));
    const path = `${this.directory}/${name}`;
    const file = this.disk.open(path, { create: "new", write: true });
    return new SnapshotWriter(this.disk, path, file, this.#path(id), async (sizeBytes) => {
      await this.disk.syncDirectory(this.directory);
      this.#files = this.#files.filter((other) => !sameSnapshot(other.id, id));
      this.#files.push({ id, sizeBytes });
      this.#files.sort((a, b) => compare(a.id, b.id));
    });
  }

  async remove(id: SnapshotId): Promise<void> {
    if (this.sizeOf(id) === undefined) return;
    this.#files = this.#files.filter((file) => !sameSnapshot(file.id, id));
    await this.disk.remove(this.#path(id));
  }

  /** The content of the 0-0 file; null when there is none. @throws {SnapshotError} If it is damaged. */
  async readBootstrap(): Promise<SnapshotContent | null> {
    return this.hasBootstrap ? await this.read(BOOTSTRAP_SNAPSHOT_ID) : null;
  }

  #path(id: SnapshotId): string {
    return `${this.directory}/${snapshotFileName(id)}`;
  }
}

/** A snapshot being written or downloaded. */
export class SnapshotWriter {
  #sizeBytes = 0;

  constructor(
    readonly disk: Disk,
    readonly path: string,
    readonly file: DiskFile,
    readonly finalPath: string,
    readonly finished: (sizeBytes: number) => Promise<void>,
  ) {}

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  async append(bytes: Uint8Array): Promise<void> {
    const position = this.#sizeBytes;
    this.#sizeBytes += bytes.length;
    await this.file.write(bytes, position);
  }

  /** Makes it a snapshot: durable, read-only, under its final name. */
  async finish(): Promise<void> {
    await this.file.sync();
    this.file.close();
    await this.disk.makeReadOnly(this.path);
    await this.disk.rename(this.path, this.finalPath);
    await this.finished(this.#sizeBytes);
  }

  async abandon(): Promise<void> {
    this.file.close();
    if (await this.disk.exists(this.path)) await this.disk.remove(this.path);
  }
}

function compare(a: SnapshotId, b: SnapshotId): number {
  return a.endOffset - b.endOffset || a.epoch - b.epoch;
}
