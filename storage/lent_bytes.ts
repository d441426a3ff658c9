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
    const lender = this.#takeBack;
    this.#takeBack = null;
    lender?.takeBack();
  }
}

export interface Lender {
  /** One of those who read is done. */
  takeBack(): void;
}
