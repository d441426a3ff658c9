/** What happened in a simulation, line by line: the same seed must give the same lines. */
import { hash32 } from "./seeded_random.ts";

export class Trace {
  readonly #largestLines: number;
  #lines: string[] = [];
  #hashes: readonly [number, number] = [1, 2];

  /** @param largestLines how many of the last lines are kept, at least; all of them go into the hash */
  constructor(largestLines: number) {
    this.#largestLines = largestLines;
  }

  add(line: string): void {
    this.#hashes = [hash32(line, this.#hashes[0]), hash32(line, this.#hashes[1] ^ 0x5bd1e995)];
    this.#lines.push(line);
    if (this.#lines.length > 2 * this.#largestLines) {
      this.#lines = this.#lines.slice(-this.#largestLines);
    }
  }

  lines(): string[] {
    return this.#lines.slice(-this.#largestLines);
  }

  hash(): string {
    return this.#hashes.map((half) => half.toString(16).padStart(8, "0")).join("");
  }
}
