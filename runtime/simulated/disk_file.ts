/** An open file of a simulated disk. */
import { type DiskFile, RuntimeError } from "../runtime.ts";
import { failure, type FileNode } from "./file_system.ts";

/** The disk that a file is on. */
export interface FileHost {
  /** Carries `run` out after the time a disk takes. */
  later<T>(label: string, run: () => T): Promise<T>;
  /** @throws {RuntimeError} `closed` */
  checkAlive(): void;
  nowMs(): number;
  freeBytes(): number;
}

export class SimulatedFile implements DiskFile {
  #closed = false;

  constructor(
    readonly path: string,
    readonly disk: FileHost,
    readonly node: FileNode,
    readonly writable: boolean,
  ) {}

  size(): number {
    this.#check();
    return this.node.content.size;
  }

  readSync(into: Uint8Array, position: number): number {
    this.#check();
    return this.node.content.read(into, position);
  }

  async read(into: Uint8Array, position: number): Promise<number> {
    this.#check();
    return await this.disk.later(`read ${this.path} ${into.length}`, () => {
      return this.node.content.read(into, position);
    });
  }

  writeSync(bytes: Uint8Array, position: number): void {
    this.#check();
    this.#write(bytes, position);
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    this.#check();
    this.#checkWritable();
    await this.disk.later(`write ${this.path} ${bytes.length}`, () => this.#write(bytes, position));
  }

  truncate(size: number): void {
    this.#check();
    this.#checkWritable();
    this.#reserve(size);
    this.node.content.truncate(size);
    this.node.modifiedMs = this.disk.nowMs();
  }

  /** Makes durable what was written before the call; what is written while it runs may or may not be. */
  async sync(): Promise<void> {
    this.#check();
    const { sequence } = this.node.content;
    await this.disk.later(`sync ${this.path}`, () => this.node.content.makeDurable(sequence));
  }

  close(): void {
    this.#closed = true;
  }

  #write(bytes: Uint8Array, position: number): void {
    this.#checkWritable();
    this.#reserve(position + bytes.length);
    this.node.content.write(bytes, position);
    this.node.modifiedMs = this.disk.nowMs();
  }

  #reserve(size: number): void {
    const growth = size - this.node.content.size;
    if (growth > 0 && growth > this.disk.freeBytes()) throw failure("no-space", this.path);
  }

  #check(): void {
    this.disk.checkAlive();
    if (this.#closed) throw new RuntimeError("closed", `${this.path}: the file is closed`);
  }

  #checkWritable(): void {
    if (this.writable) return;
    throw failure("permission-denied", this.path, "opened for reading only");
  }
}
