/** How far long work is, on a terminal. Where standard error is none, nothing is ever written. */
import type { Clock, Runtime, Terminal, Timer } from "../../runtime/runtime.ts";
import { progressText, shareText } from "./progress_text.ts";

/** Work that takes no longer needs no bar. */
const SHOW_AFTER_MS = 300;
const REDRAW_MS = 100;

/** What of a runtime it takes. */
export type ProgressRuntime = Pick<Runtime, "terminal" | "clock" | "process">;

export interface ProgressStep {
  /** What is being done: `Sending records`. */
  readonly what: string;
  /** Null, or left out, where nobody knows it: then it is a counter. */
  readonly total?: number | null;
  /** What is counted; things if not given. */
  readonly unit?: "count" | "bytes";
}

export interface ProgressOptions extends ProgressStep {
  /** When the work began, by the monotonic clock; now if not given. */
  readonly startMs?: number;
  /** Only where standard output goes elsewhere: lines come so fast that a bar between them would just flicker. */
  readonly isBesideOutput?: boolean;
}

/** One bar, from its beginning until {@linkcode end}; it draws itself by the clock. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  #startMs = 0;
  #unit: "count" | "bytes" = "count";
  readonly #isWanted: () => boolean;
  #timer: Timer | null;
  #what = "";
  #total: number | null = null;
  /** How much of the total. May be set. */
  done = 0;

  constructor(runtime: ProgressRuntime, options: ProgressOptions) {
    const { terminal, clock } = runtime;
    this.#terminal = terminal;
    this.#clock = clock;
    this.next(options);
    const nowMs = clock.monotonic();
    this.#startMs = options.startMs ?? nowMs;
    this.#isWanted = () =>
      canDraw(runtime) && !(options.isBesideOutput && terminal.outputIsTerminal());
    this.#timer = clock.setTimer(
      Math.max(0, this.#startMs + SHOW_AFTER_MS - nowMs),
      () => this.#begin(),
    );
  }

  /** Begins anew with the next piece of the work. */
  next({ what, total = null, unit = "count" }: ProgressStep): void {
    this.#startMs = this.#clock.monotonic();
    this.#what = what;
    this.#total = total;
    this.#unit = unit;
    this.done = 0;
  }

  /** So much more is done. */
  add(count = 1): void {
    this.done += count;
  }

  /** Takes the bar away. Idempotent. */
  end(): void {
    if (this.#timer === null) return;
    this.#timer.cancel();
    this.#timer = null;
    this.#terminal.showStatus(null);
  }

  /** That standard error is a terminal is asked only now: it takes longer than most work. */
  #begin(): void {
    if (this.#isWanted()) this.#draw();
  }

  #draw(): void {
    const state = {
      what: this.#what,
      unit: this.#unit,
      done: this.done,
      total: this.#total,
      elapsedMs: this.#clock.monotonic() - this.#startMs,
    };
    this.#terminal.showStatus(progressText(state, this.#terminal.errorColumns()));
    this.#timer = this.#clock.setTimer(REDRAW_MS, () => this.#draw());
  }
}

/** Of things that are handled one after the other; a single one has no end in sight. */
export async function* eachWithProgress<Item>(
  runtime: ProgressRuntime,
  what: string,
  items: readonly Item[],
): AsyncGenerator<Item> {
  const progress = new Progress(runtime, { what, total: items.length > 1 ? items.length : null });
  try {
    for (const item of items) {
      yield item;
      progress.add();
    }
  } finally {
    progress.end();
  }
}

/** Shows how far `work` is until it ends, however it ends. */
export async function withProgress<Result>(
  runtime: ProgressRuntime,
  options: ProgressOptions,
  work: (progress: Progress) => Promise<Result>,
): Promise<Result> {
  const progress = new Progress(runtime, options);
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}

/** One line about what others do and this tool only looks at, on a terminal; it stays. */
export function showShare(
  runtime: ProgressRuntime,
  { what, done, total }: { readonly what: string; readonly done: number; readonly total: number },
): void {
  if (total === 0 || !canDraw(runtime)) return;
  const { terminal } = runtime;
  const line = shareText(what, done, total, terminal.errorColumns());
  terminal.writeError(new TextEncoder().encode(`${line}\n`));
}

function canDraw({ terminal, process }: ProgressRuntime): boolean {
  return process.env("TERM") !== "dumb" && terminal.errorIsTerminal() && !process.leadsSession();
}
