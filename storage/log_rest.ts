/** What a read left in its segment, to be had piece by piece while the bytes before it are sent. */
import { RuntimeError } from "../runtime/runtime.ts";
import type { HeldFile } from "./file_handles.ts";
import type { LentBytes } from "./lent_bytes.ts";
import type { Segment } from "./segment.ts";
import type { TailBuffer } from "./tail_buffer.ts";
import type { ReadRest } from "./types.ts";

/** Keeps the segment's file open until it is closed, even if the segment is deleted meanwhile. */
export class LogRest implements ReadRest {
  readonly #segment: Segment;
  readonly #file: HeldFile;
  readonly #tail: TailBuffer;
  #position: number;
  #left: number;
  #isClosed = false;

  /** @param position Where it starts in the segment. */
  constructor(segment: Segment, position: number, readonly length: number) {
    this.#segment = segment;
    this.#file = segment.log.hold();
    this.#tail = segment.tail;
    this.#position = position;
    this.#left = length;
  }

  async next(maxBytes: number): Promise<LentBytes> {
    this.#checkSame();
    const wanted = Math.min(this.#left, maxBytes);
    const lent = await this.#segment.lendFrom(this.#file.handle, this.#position, wanted);
    this.#checkSame();
    if (lent.bytes.length === 0) throw this.#gone();
    this.#position += lent.bytes.length;
    this.#left -= lent.bytes.length;
    return lent;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#file.release();
  }

  /** A segment that was cut has another tail: what comes now may not be what belongs to the bytes before. */
  #checkSame(): void {
    if (this.#isClosed || this.#segment.tail !== this.#tail) throw this.#gone();
  }

  #gone(): RuntimeError {
    return new RuntimeError("closed", `The records at ${this.#position} are gone`);
  }
}
