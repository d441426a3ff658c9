/** Answers that are not out yet, in the order of their requests. */

import { isLongBytes, type LongBytes } from "../protocol/codec/long_bytes.ts";

/** What an answer is made of. */
export type AnswerParts = readonly (Uint8Array | LongBytes)[];

/** Whoever wants to know what became of an answer: one of the two is called. */
export interface AnswerFate {
  sent(): void;
  /** The connection ended before. */
  unsent(): void;
}

/** The place of one answer in the order. */
export interface AnswerSlot {
  /** null while the handler works; empty where nothing goes out. */
  parts: AnswerParts | null;
  fate: AnswerFate | null;
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
    const slot: AnswerSlot = { parts: null, fate: null, close: false, next: null };
    if (this.#last === null) this.#first = slot;
    else this.#last.next = slot;
    this.#last = slot;
    this.#length++;
    return slot;
  }

  /** Fills a place; `takeReady` then gives it when its turn has come. */
  fill(
    slot: AnswerSlot,
    parts: AnswerParts,
    close: boolean,
    fate: AnswerFate | null = null,
  ): void {
    slot.parts = parts;
    slot.fate = fate;
    slot.close = close;
    for (const part of parts) this.#heldBytes += inMemory(part);
  }

  /** Takes the next answer that is ready and has no unready one before it, or null. */
  takeReady(): AnswerSlot | null {
    const slot = this.#first;
    if (slot === null || slot.parts === null) return null;
    this.#first = slot.next;
    if (slot.next === null) this.#last = null;
    this.#length--;
    for (const part of slot.parts) this.#heldBytes -= inMemory(part);
    return slot;
  }

  /** None of the answers that are ready will be sent. */
  abandon(): void {
    for (let slot = this.#first; slot !== null; slot = slot.next) slot.fate?.unsent();
    this.#first = null;
    this.#last = null;
    this.#length = 0;
    this.#heldBytes = 0;
  }
}

function inMemory(part: Uint8Array | LongBytes): number {
  return isLongBytes(part) ? part.first.bytes.length : part.length;
}
