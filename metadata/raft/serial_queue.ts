/** Runs tasks one after the other, each at once if nothing is before it. */

export class SerialQueue {
  readonly #tasks: (() => void | Promise<void>)[] = [];
  #running = false;

  /** @param failed Told of the first error; nothing runs after it. */
  constructor(readonly failed: (error: unknown) => void) {}

  /** A task may be asynchronous: the next one waits for it. */
  add(task: () => void | Promise<void>): void {
    this.#tasks.push(task);
    if (!this.#running) this.#run();
  }

  #run(): void {
    this.#running = true;
    try {
      for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) {
        const pending = task();
        if (pending === undefined) continue;
        pending.then(() => this.#run(), (error) => this.#fail(error));
        return;
      }
    } catch (error) {
      return this.#fail(error);
    }
    this.#running = false;
  }

  /** Stays "running", so that nothing does. */
  #fail(error: unknown): void {
    this.#tasks.length = 0;
    this.failed(error);
  }
}
