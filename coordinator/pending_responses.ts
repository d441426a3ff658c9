/** Responses that wait until the log is committed up to some offset, in order. */

interface Waiting {
  readonly offset: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class PendingResponses {
  #queue: Waiting[] = [];

  /** Resolves when `offset` is committed; at once if it is. Offsets never fall from one call to the next. */
  committed(offset: number, committedOffset: number): Promise<void> {
    if (offset <= committedOffset) return Promise.resolve();
    return new Promise((resolve, reject) => this.#queue.push({ offset, resolve, reject }));
  }

  /** Everything up to `offset` is committed. */
  commit(offset: number): void {
    let count = 0;
    while (count < this.#queue.length && this.#queue[count].offset <= offset) count++;
    for (const { resolve } of this.#queue.splice(0, count)) resolve();
  }

  /** Gives up on all. */
  fail(error: () => Error): void {
    for (const { reject } of this.#queue.splice(0)) reject(error());
  }
}
