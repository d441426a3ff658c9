import { type ByteArrays, freeBytes } from "./byte_pool.ts";

/**
 * Bytes of a log that somebody reads. They stay as they are until they are given back; then what holds them may be used
 * for others. Never giving them back costs no more than that.
 */
export class LentBytes {
  #takeBack: Lender | null;

  constructor(readonly bytes: Uint8Array, lender: Lender | null) {
    this.#takeBack = lender;
  }

  /** The same loan, of a part of the bytes. The receiver must give that back instead of this. */
  part(start: number, end: number): LentBytes {
    const part = new LentBytes(this.bytes.subarray(start, end), this.#takeBack);
    this.#takeBack = null;
    return part;
  }

  /** Neither the bytes nor any view of them may be used afterwards. */
  release(): void {
    this.#end(true);
  }

  /** As {@linkcode release}, but the system may still be reading the bytes: they must stay as they are. */
  abandon(): void {
    this.#end(false);
  }

  #end(isReusable: boolean): void {
    const lender = this.#takeBack;
    this.#takeBack = null;
    lender?.takeBack(isReusable);
  }
}

/** `length` bytes of memory of their own, to be filled in by whoever asks. */
export function lendRoom(arrays: ByteArrays, length: number): LentBytes {
  const bytes = arrays.take(length);
  return new LentBytes(bytes.subarray(0, length), {
    takeBack: (isReusable) => isReusable ? arrays.give(bytes) : freeBytes(bytes),
  });
}

export interface Lender {
  /** One of those who read is done. @param isReusable Whether the bytes may be changed now. */
  takeBack(isReusable: boolean): void;
}
