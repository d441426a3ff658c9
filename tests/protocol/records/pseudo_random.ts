/** Numbers that look random and are the same in every run. */
export class PseudoRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 up to `below`, which is not reached. */
  below(below: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor(this.#state / 4294967296 * below);
  }
}

export function pseudoRandomBytes(length: number, seed: number): Uint8Array {
  const random = new PseudoRandom(seed);
  return Uint8Array.from({ length }, () => random.below(256));
}

/** Text of few words: compresses well, in ways that differ from place to place. */
export function pseudoRandomText(length: number, seed: number): Uint8Array {
  const random = new PseudoRandom(seed);
  const words = ["topic", "partition", "leader", "epoch", "offset", "log", "a", "the", "\n", "42"];
  let text = "";
  while (text.length < length) text += words[random.below(words.length)] + " ";
  return new TextEncoder().encode(text.slice(0, length));
}
