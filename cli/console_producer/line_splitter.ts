/** Bytes of standard input as lines: ended by `\n`, `\r\n` or `\r`, or by the end of the input. */

export class LineSplitter {
  // Bytes that are no UTF-8 become U+FFFD, as in Kafka's reader.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #rest = "";
  /** The last line ended in `\r`: a `\n` right behind it belongs to it. */
  #afterReturn = false;

  /** Lines that end in `chunk`, without their ends. */
  push(chunk: Uint8Array): string[] {
    return this.#split(this.#decoder.decode(chunk, { stream: true }));
  }

  /** What follows the last end of a line; none if there is nothing. */
  end(): string[] {
    const lines = this.#split(this.#decoder.decode());
    if (this.#rest !== "") lines.push(this.#rest);
    this.#rest = "";
    return lines;
  }

  #split(text: string): string[] {
    if (text === "") return [];
    if (this.#afterReturn && text.startsWith("\n")) text = text.slice(1);
    this.#afterReturn = text.endsWith("\r");
    const lines = (this.#rest + text).split(/\r\n|\n|\r/);
    this.#rest = lines.pop()!;
    return lines;
  }
}
