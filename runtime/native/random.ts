/** Randomness of the real machine. */
import hyperid from "hyperid";
import type { Random } from "../runtime.ts";

/** `getRandomValues` gives no more at once. */
const largestFillBytes = 65536;

export class NativeRandom implements Random {
  readonly #nextId = hyperid({ urlSafe: true });

  next(): number {
    return Math.random();
  }

  below(bound: number): number {
    return Math.floor(Math.random() * bound);
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let start = 0; start < length; start += largestFillBytes) {
      crypto.getRandomValues(bytes.subarray(start, start + largestFillBytes));
    }
    return bytes;
  }

  uniqueId(): string {
    return this.#nextId();
  }
}
