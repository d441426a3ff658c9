/** Standard input, output and error of a simulated process, with the test at the other end. */
import type { Terminal } from "../runtime.ts";
import { StatusLine } from "../status_line.ts";

export class SimulatedTerminal implements Terminal {
  /** Everything written to standard output. */
  output = "";
  /** Everything written to standard error. */
  errors = "";
  readonly #outputDecoder = new TextDecoder();
  readonly #errorDecoder = new TextDecoder();
  readonly #input: Uint8Array[] = [];
  #inputEnded = false;
  readonly #status = new StatusLine(
    (text) => this.errors += text,
    () => this.outputIsTerminal(),
  );
  #reader: ((chunk: Uint8Array | null) => void) | null = null;

  /** Types `text`. */
  type(text: string): void {
    this.#input.push(new TextEncoder().encode(text));
    this.#goOn();
  }

  endInput(): void {
    this.#inputEnded = true;
    this.#goOn();
  }

  readInput(): Promise<Uint8Array | null> {
    return new Promise((resolve) => {
      this.#reader = resolve;
      this.#goOn();
    });
  }

  writeOutput(bytes: Uint8Array): void {
    this.#status.beforeOutput(bytes);
    this.output += this.#outputDecoder.decode(bytes, { stream: true });
  }

  writeError(bytes: Uint8Array): void {
    this.#status.beforeError(bytes);
    this.errors += this.#errorDecoder.decode(bytes, { stream: true });
  }

  inputIsTerminal(): boolean {
    return false;
  }

  outputIsTerminal(): boolean {
    return false;
  }

  errorIsTerminal(): boolean {
    return false;
  }

  outputColumns(): number {
    return 80;
  }

  errorColumns(): number {
    return 80;
  }

  showStatus(line: string | null): void {
    this.#status.show(line);
  }

  #goOn(): void {
    const reader = this.#reader;
    if (reader === null || (this.#input.length === 0 && !this.#inputEnded)) return;
    this.#reader = null;
    reader(this.#input.shift() ?? null);
  }
}
