/** A segment's file, or a snapshot of the metadata log, as a source of batches. */
import { BatchScanner, type BatchSource } from "../../storage/batch_scanner.ts";
import type { Disk, DiskFile } from "../../runtime/runtime.ts";

export class LogFile implements BatchSource {
  readonly #file: DiskFile;
  readonly sizeBytes: number;

  /** @throws {RuntimeError} If there is no such file, or it can't be read. */
  constructor(disk: Disk, path: string) {
    this.#file = disk.open(path, { create: "never", write: false });
    this.sizeBytes = this.#file.size();
  }

  /** Batches from `position` on that end before `end`. */
  batches(position = 0, end = this.sizeBytes): BatchScanner {
    return new BatchScanner(this, position, true, Math.min(end, this.sizeBytes));
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const count = await this.#file.read(bytes.subarray(filled), position + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }

  close(): void {
    this.#file.close();
  }
}
