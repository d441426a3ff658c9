/** Answers that are not out yet, in the order of their requests. */

/** The place of one answer in the order. */
export interface AnswerSlot {
  /** null while the handler works; empty where nothing goes out. */
  chunks: readonly Uint8Array[] | null;
  /** Called once the chunks are sent. */
  whenSent: (() => void) | null;
  /** The connection ends here. */
  close: boolean;
  next: AnswerSlot | null;
}

export class AnswerQueue {
  #first: AnswerSlot | null = null;
  #last: AnswerSlot | null = null;
  #length = 0;
  #heldBytes = 0;

  get length(): number {
    return this.#length;
  }

  /** Bytes of answers that are ready and wait for an earlier one. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Takes the next place. */
  reserve(): AnswerSlot {
    const slot: AnswerSlot = { chunks: null, whenSent: null, close: false, next: null };
    if (this.#last === null) this.#first = slot;
    else this.#last.next = slot;
    this.#last = slot;
    this.#length++;
    return slot;
  }

  /** Fills a place; `takeReady` then gives it when its turn has come. */
  fill(
    slot: AnswerSlot,
    chunks: readonly Uint8Array[],
    close: boolean,
    whenSent: (() => void) | null = null,
  ): void {
    slot.chunks = chunks;
    slot.whenSent = whenSent;
    slot.close = close;
    for (const chunk of chunks) this.#heldBytes += chunk.length;
  }

  /** Takes the next answer that is ready and has no unready one before it, or null. */
  takeReady(): AnswerSlot | null {
    const slot = this.#first;
    if (slot === null || slot.chunks === null) return null;
    this.#first = slot.next;
    if (slot.next === null) this.#last = null;
    this.#length--;
    for (const chunk of slot.chunks) this.#heldBytes -= chunk.length;
    return slot;
  }
}
