/** Bytes waiting to be sent on one connection, given out as few and large pieces. */

/** A chunk this long or longer is sent from where it is; copying shorter ones together is cheaper than a system call. */
const copyBelowBytes = 16 * 1024;
/** How much is copied into one piece at most. */
const largestCopyBytes = 64 * 1024;
/** Chunks that were taken are let go of in lots of this many. */
const forgetAfterChunks = 256;

export class SendQueue {
  #chunks: Uint8Array[] = [];
  /** Chunks before this index have been taken. */
  #first = 0;
  #bytes = 0;

  /** Bytes added and not reported as {@linkcode sent}. */
  get bytes(): number {
    return this.#bytes;
  }

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /** The next piece to send: a chunk as it was added, or several short ones as one. Null if there is none. */
  take(): Uint8Array | null {
    const first = this.#chunks[this.#first];
    if (first === undefined) return null;
    let end = this.#first;
    let length = 0;
    while (end < this.#chunks.length) {
      const chunk = this.#chunks[end]!;
      if (chunk.length >= copyBelowBytes || length + chunk.length > largestCopyBytes) break;
      length += chunk.length;
      end++;
    }
    if (end - this.#first <= 1) {
      this.#advance(this.#first + 1);
      return first;
    }
    const piece = new Uint8Array(length);
    let position = 0;
    for (let index = this.#first; index < end; index++) {
      piece.set(this.#chunks[index]!, position);
      position += this.#chunks[index]!.length;
    }
    this.#advance(end);
    return piece;
  }

  /** `length` bytes of what was taken are with the kernel. */
  sent(length: number): void {
    this.#bytes -= length;
  }

  clear(): void {
    this.#chunks = [];
    this.#first = 0;
    this.#bytes = 0;
  }

  #advance(first: number): void {
    this.#first = first;
    if (first < this.#chunks.length && first < forgetAfterChunks) return;
    this.#chunks = this.#chunks.slice(first);
    this.#first = 0;
  }
}
