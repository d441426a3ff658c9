/** Bytes of standard input as lines: ended by `\n`, `\r\n` or `\r`, or by the end of the input. */

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const NOTHING = new Uint8Array(0);

export class LineSplitter {
  /** The beginning of a line whose end has not come. */
  #rest: Uint8Array = NOTHING;
  /** The last line ended in `\r`: a `\n` right behind it belongs to it. */
  #afterReturn = false;

  /** Lines that end in `chunk`, without their ends; most are parts of it. */
  push(chunk: Uint8Array): Uint8Array[] {
    const lines: Uint8Array[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte !== NEWLINE && byte !== RETURN) {
        this.#afterReturn = false;
        continue;
      }
      const belongsToReturn = byte === NEWLINE && this.#afterReturn;
      this.#afterReturn = byte === RETURN;
      if (!belongsToReturn) lines.push(this.#finish(chunk.subarray(start, at)));
      start = at + 1;
    }
    this.#rest = joined(this.#rest, chunk.subarray(start));
    return lines;
  }

  /** What follows the last end of a line; none if there is nothing. */
  end(): Uint8Array[] {
    return this.#rest.length === 0 ? [] : [this.#finish(NOTHING)];
  }

  #finish(end: Uint8Array): Uint8Array {
    const line = joined(this.#rest, end);
    this.#rest = NOTHING;
    return line;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
