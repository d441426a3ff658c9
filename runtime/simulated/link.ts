/** The wires between simulated machines: how long things take, and which are cut. */
import type { DelayRange, Machine } from "./machine.ts";
import type { SeededRandom } from "./seeded_random.ts";

export class Links {
  readonly #random: SeededRandom;
  readonly #cut = new Set<string>();
  readonly #delay: DelayRange;

  constructor(random: SeededRandom, delay: DelayRange) {
    this.#random = random;
    this.#delay = delay;
  }

  get random(): SeededRandom {
    return this.#random;
  }

  delayMs(): number {
    return this.#random.between(this.#delay.minMs, this.#delay.maxMs);
  }

  cut(from: string, to: string): void {
    this.#cut.add(`${from}>${to}`);
  }

  heal(from: string, to: string): void {
    this.#cut.delete(`${from}>${to}`);
  }

  healAll(): void {
    this.#cut.clear();
  }

  /** Whether what `from` sends reaches `to`. */
  carries(from: Machine, to: Machine): boolean {
    return from === to || (to.up && !this.#cut.has(`${from.name}>${to.name}`));
  }
}
