/** Asks before something is done that can't be undone. */
import { LineSplitter } from "../console_producer/line_splitter.ts";
import type { FlagToolContext } from "../flag_tool.ts";

export class Questions {
  readonly #context: FlagToolContext;
  readonly #splitter = new LineSplitter();
  readonly #lines: string[] = [];
  #hasEnded = false;

  constructor(context: FlagToolContext) {
    this.#context = context;
  }

  /** Whether the next line of the input is `y`. The end of the input is a no. */
  async confirm(question: string): Promise<boolean> {
    this.#context.output.line(question);
    while (this.#lines.length === 0 && !this.#hasEnded) await this.#read();
    return this.#lines.shift()?.trim().toLowerCase() === "y";
  }

  async #read(): Promise<void> {
    const chunk = await this.#context.runtime.terminal.readInput();
    this.#hasEnded = chunk === null;
    const lines = chunk === null ? this.#splitter.end() : this.#splitter.push(chunk);
    this.#lines.push(...lines.map((line) => new TextDecoder().decode(line)));
  }
}
