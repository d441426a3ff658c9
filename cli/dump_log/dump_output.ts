/** Many lines, written in large pieces: a segment may hold millions of records. */
import type { ToolOutput } from "../output/tool_output.ts";

const PIECE_CHARACTERS = 64 * 1024;

export class DumpOutput {
  readonly #output: ToolOutput;
  #pending = "";

  constructor(output: ToolOutput) {
    this.#output = output;
  }

  line(text: string): void {
    this.#pending += `${text}\n`;
    if (this.#pending.length >= PIECE_CHARACTERS) this.flush();
  }

  /** A complaint, after all lines so far. */
  errorLine(text: string): void {
    this.flush();
    this.#output.errorLine(text);
  }

  flush(): void {
    if (this.#pending === "") return;
    this.#output.write(this.#pending);
    this.#pending = "";
  }
}
