/** A line that stays below all that is written to a terminal: for progress. */

/** Goes to the start of the line, and empties it. */
const CLEAR = "\r\x1b[K";
const NEWLINE = 10;

/** Takes its line away before anything else is written, and does not cut into lines that others have begun. */
export class StatusLine {
  readonly #write: (text: string) => void;
  readonly #sharesOutput: () => boolean;
  /** What stands on the terminal now. */
  #shown: string | null = null;
  #outputIsOpen = false;
  #errorIsOpen = false;

  /**
   * @param write to standard error
   * @param sharesOutput whether standard output is a terminal too; asked once there is a line
   */
  constructor(write: (text: string) => void, sharesOutput: () => boolean) {
    this.#write = write;
    this.#sharesOutput = sharesOutput;
  }

  /** Null takes the line away. Nothing happens while another line is begun and not ended. */
  show(line: string | null): void {
    if (line === this.#shown) return;
    if (line === null) return this.#clear();
    if (this.#errorIsOpen || this.#outputIsOpen && this.#sharesOutput()) return;
    this.#write(CLEAR + line);
    this.#shown = line;
  }

  /** Called before bytes go to standard output. */
  beforeOutput(bytes: Uint8Array): void {
    if (this.#shown !== null && this.#sharesOutput()) this.#clear();
    this.#outputIsOpen = leavesOpen(bytes, this.#outputIsOpen);
  }

  /** Called before bytes go to standard error. */
  beforeError(bytes: Uint8Array): void {
    this.#clear();
    this.#errorIsOpen = leavesOpen(bytes, this.#errorIsOpen);
  }

  #clear(): void {
    if (this.#shown === null) return;
    this.#shown = null;
    this.#write(CLEAR);
  }
}

function leavesOpen(bytes: Uint8Array, isOpen: boolean): boolean {
  return bytes.length === 0 ? isOpen : bytes[bytes.length - 1] !== NEWLINE;
}
