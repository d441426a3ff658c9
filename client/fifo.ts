/** A queue whose first element is taken at the same cost however long it is, which an array's `shift` does not keep. */

/** Taken elements are kept until there are so many of them that moving the others is worth it. */
const MIN_TAKEN = 1024;

export class Fifo<T> {
  #items: T[] = [];
  #taken = 0;

  get length(): number {
    return this.#items.length - this.#taken;
  }

  /** The element that is taken next. */
  get first(): T | undefined {
    return this.#items[this.#taken];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  shift(): T | undefined {
    const { first } = this;
    if (this.length === 0) return undefined;
    this.#items[this.#taken++] = undefined as T;
    if (this.#taken >= MIN_TAKEN && this.#taken * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#taken);
      this.#taken = 0;
    }
    return first;
  }

  *[Symbol.iterator](): Generator<T> {
    for (let at = this.#taken; at < this.#items.length; at++) yield this.#items[at];
  }
}
