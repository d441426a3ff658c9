/** Durations of one interval, in milliseconds. */
export class Latencies {
  #samples: number[] = [];

  add(ms: number): void {
    this.#samples.push(ms);
  }

  /** p50, p99, the longest; and begins anew. */
  take(): {
    readonly count: number;
    readonly p50: number;
    readonly p99: number;
    readonly max: number;
  } {
    const sorted = this.#samples.sort((a, b) => a - b);
    this.#samples = [];
    const at = (part: number) => sorted[Math.floor((sorted.length - 1) * part)] ?? NaN;
    return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
  }
}
