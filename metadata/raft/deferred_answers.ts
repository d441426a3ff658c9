/** Requests whose answers the state machine gives in a later step, by token. */

export class DeferredAnswers {
  readonly #open = new Map<number, (error: number) => void>();
  #lastToken = 0;

  /** A fresh token, and the error code that it will be answered with. */
  open(): { readonly token: number; readonly answer: Promise<number> } {
    const token = ++this.#lastToken;
    return { token, answer: new Promise((resolve) => this.#open.set(token, resolve)) };
  }

  answer(token: number, error: number): void {
    this.#open.get(token)?.(error);
    this.#open.delete(token);
  }

  answerAll(error: number): void {
    for (const token of [...this.#open.keys()]) this.answer(token, error);
  }
}
