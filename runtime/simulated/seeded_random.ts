/** Random numbers that a seed repeats (the sfc32 generator, which is in the public domain). */
import type { Random } from "../runtime.ts";

export class SeededRandom implements Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;
  #ids = 0;

  constructor(seed: number, stream = "") {
    const text = `${seed}/${stream}`;
    this.#a = hash32(text, 0x9e3779b9);
    this.#b = hash32(text, 0x243f6a88);
    this.#c = hash32(text, 0xb7e15162);
    for (let round = 0; round < 15; round++) this.#next32();
  }

  next(): number {
    return this.#next32() / 2 ** 32;
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) bytes[index] = this.#next32() & 0xff;
    return bytes;
  }

  uniqueId(): string {
    const stem = this.#next32().toString(36).padStart(7, "0");
    return `${stem}${this.#next32().toString(36).padStart(7, "0")}-${this.#ids++}`;
  }

  #next32(): number {
    const result = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + result | 0;
    return result >>> 0;
  }
}

/** FNV-1a over the text's code units. */
export function hash32(text: string, start = 0x811c9dc5): number {
  let hash = start | 0;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
