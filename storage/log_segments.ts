/** The segments of a log, in the order of their base offsets. There is always at least one; the last one is active. */
import type { Segment } from "./segment.ts";

export class LogSegments {
  #segments: Segment[];

  constructor(segments: readonly Segment[] = []) {
    this.#segments = [...segments].sort((a, b) => a.baseOffset - b.baseOffset);
  }

  /** Oldest first. The array is never changed: a change makes a new one. */
  get all(): readonly Segment[] {
    return this.#segments;
  }

  get first(): Segment {
    return this.#segments[0];
  }

  get active(): Segment {
    return this.#segments[this.#segments.length - 1];
  }

  get sizeInBytes(): number {
    let size = 0;
    for (const segment of this.#segments) size += segment.sizeBytes;
    return size;
  }

  add(segment: Segment): void {
    const others = this.#segments.filter(({ baseOffset }) => baseOffset !== segment.baseOffset);
    this.#segments = [...others, segment].sort((a, b) => a.baseOffset - b.baseOffset);
  }

  remove(segments: readonly Segment[]): void {
    this.#segments = this.#segments.filter((segment) => !segments.includes(segment));
  }

  /** The segment that offset belongs to by its base offset, if any. */
  floor(offset: number): Segment | undefined {
    const { active } = this;
    if (offset >= active.baseOffset) return active;
    return this.#segments[this.#indexOf(offset)];
  }

  /** The segment after `segment`. */
  after(segment: Segment): Segment | undefined {
    return this.#segments[this.#indexOf(segment.baseOffset) + 1];
  }

  /** `segment` and all that follow. */
  from(segment: Segment): readonly Segment[] {
    return this.#segments.slice(this.#indexOf(segment.baseOffset));
  }

  /** Index of the last segment whose base is at or before `offset`, or -1. */
  #indexOf(offset: number): number {
    let low = -1;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#segments[middle].baseOffset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
