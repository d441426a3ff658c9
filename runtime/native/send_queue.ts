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
  /** Bytes that were ever added, and those of them that were sent. */
  #totalAdded = 0;
  #totalSent = 0;
  /** Who waits for the first so many bytes, in order. */
  #waiting: { readonly bytes: number; readonly callback: () => void }[] = [];

  /** Bytes added and not reported as {@linkcode sent}. */
  get bytes(): number {
    return this.#bytes;
  }

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#totalAdded += chunk.length;
  }

  /** Calls back once everything added so far was sent; at once if it is. */
  whenSent(callback: () => void): void {
    if (this.#totalSent >= this.#totalAdded) callback();
    else this.#waiting.push({ bytes: this.#totalAdded, callback });
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
    this.#totalSent += length;
    while (this.#waiting.length > 0 && this.#waiting[0]!.bytes <= this.#totalSent) {
      this.#waiting.shift()!.callback();
    }
  }

  clear(): void {
    this.#chunks = [];
    this.#waiting = [];
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
