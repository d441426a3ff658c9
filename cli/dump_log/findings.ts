/** What does not fit together, told after all files were shown. */
import type { DumpOutput } from "./dump_output.ts";

export class Findings {
  readonly #mismatches = new Map<string, string[]>();
  readonly #timestampMismatches = new Map<string, string[]>();
  readonly #unorderedTimestamps = new Map<string, string[]>();
  readonly #missingOffsets = new Map<string, string[]>();
  readonly #gaps = new Map<string, string[]>();

  /** An entry of an offset index points to a batch that ends with another offset; -1 if there is none. */
  indexMismatch(file: string, indexOffset: bigint, logOffset: bigint): void {
    add(this.#mismatches, file, `  Index offset: ${indexOffset}, log offset: ${logOffset}`);
  }

  /** An entry of a time index has another timestamp than the batch that it means. */
  timestampMismatch(file: string, indexTimestamp: bigint, logTimestamp: bigint): void {
    const text = `  Index timestamp: ${indexTimestamp}, log timestamp: ${logTimestamp}`;
    add(this.#timestampMismatches, file, text);
  }

  /** Timestamps in an index have to rise. */
  unorderedTimestamp(file: string, indexTimestamp: bigint, previous: bigint): void {
    const text = `  Index timestamp: ${indexTimestamp}, Previously indexed timestamp: ${previous}`;
    add(this.#unorderedTimestamps, file, text);
  }

  /** No batch ends with the offset of a time index's entry; `logOffset` is that of the next one's end, or -1. */
  missingOffset(file: string, indexOffset: bigint, logOffset: bigint): void {
    const text = `Indexed offset: ${indexOffset}, found log offset: ${logOffset}`;
    add(this.#missingOffsets, file, text);
  }

  /** Offsets of a log that don't follow each other: compaction leaves such gaps, and files don't start at 0. */
  gap(file: string, offset: bigint, next: bigint): void {
    add(this.#gaps, file, `  ${offset} is followed by ${next}`);
  }

  print(output: DumpOutput): void {
    print(output, "Mismatches in :", this.#mismatches);
    print(output, "Found timestamp mismatch in :", this.#timestampMismatches);
    print(output, "Found out of order timestamp in :", this.#unorderedTimestamps);
    print(output, "The following indexed offsets are not found in :", this.#missingOffsets);
    print(output, "Non-consecutive offsets in ", this.#gaps);
  }
}

function add(found: Map<string, string[]>, file: string, text: string): void {
  const texts = found.get(file);
  if (texts === undefined) found.set(file, [text]);
  else texts.push(text);
}

function print(output: DumpOutput, heading: string, found: ReadonlyMap<string, string[]>): void {
  for (const [file, texts] of found) {
    output.errorLine(`${heading}${file}`);
    for (const text of texts) output.errorLine(text);
  }
}
