/** Flushes under way: each waits for what was there when it was asked for. */

interface Flush<T> {
  readonly waitsFor: Set<T>;
  done(): void;
}

export class Flushes<T> {
  readonly #flushes = new Set<Flush<T>>();

  /** Resolves when all of them have left. */
  waitFor(items: Iterable<T>): Promise<void> {
    const waitsFor = new Set(items);
    if (waitsFor.size === 0) return Promise.resolve();
    return new Promise((done) => this.#flushes.add({ waitsFor, done }));
  }

  /** From now on `after` is waited for instead of `before`. Returns whether anyone does. */
  replace(before: T, after: T): boolean {
    let found = false;
    for (const { waitsFor } of this.#flushes) {
      if (!waitsFor.delete(before)) continue;
      waitsFor.add(after);
      found = true;
    }
    return found;
  }

  leave(item: T): void {
    for (const flush of this.#flushes) {
      flush.waitsFor.delete(item);
      if (flush.waitsFor.size > 0) continue;
      this.#flushes.delete(flush);
      flush.done();
    }
  }
}
