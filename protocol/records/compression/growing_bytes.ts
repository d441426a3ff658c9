/** Output of a decompressor, growing with what is really written, up to a limit. */
import { DecompressedTooLargeError } from "../errors.ts";

export class GrowingBytes {
  /** Larger than what is written; replaced when it grows. */
  bytes: Uint8Array;
  length = 0;

  /** @param expectedBytes A guess, from the size of the input and never from what the input claims. */
  constructor(expectedBytes: number, readonly maxBytes: number) {
    this.bytes = new Uint8Array(Math.min(expectedBytes, maxBytes));
  }

  /**
   * Makes room for `more` bytes after `length`, or for what the limit leaves of them.
   *
   * @returns The position up to which may be written.
   */
  reserve(more: number): number {
    const needed = Math.min(this.length + more, this.maxBytes);
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(
        Math.min(Math.max(needed, this.bytes.length * 2), this.maxBytes),
      );
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    return needed;
  }

  /** @throws {DecompressedTooLargeError} If the bytes go beyond the limit. */
  append(source: Uint8Array): void {
    if (this.length + source.length > this.maxBytes) throw tooLarge(this.maxBytes);
    this.reserve(source.length);
    this.bytes.set(source, this.length);
    this.length += source.length;
  }

  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

export function tooLarge(maxBytes: number, cause?: unknown): DecompressedTooLargeError {
  return new DecompressedTooLargeError(`Decompresses to more than ${maxBytes} bytes`, { cause });
}
