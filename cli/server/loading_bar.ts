/** A bar on a terminal while a server loads its logs, if that takes a while. */
import type { Timer } from "../../runtime/runtime.ts";
import type { LogsLoaded } from "../../storage/log_loading.ts";
import type { Progress, ProgressRuntime } from "../output/progress.ts";

/** Most starts are over by then, and load no more than they need. */
const SHOW_AFTER_MS = 300;

/** Loads what draws a bar once there is one to draw. */
export class LoadingBar {
  readonly #runtime: ProgressRuntime;
  #timer: Timer | null = null;
  #latest: LogsLoaded = { loaded: 0, total: 0, isRecovery: false };
  #bar: Progress | null = null;
  #hasEnded = false;

  constructor(runtime: ProgressRuntime) {
    this.#runtime = runtime;
  }

  readonly show = (latest: LogsLoaded): void => {
    this.#latest = latest;
    if (latest.loaded >= latest.total) return this.end();
    if (this.#bar !== null) this.#bar.done = latest.loaded;
    else if (this.#timer === null) this.#wait();
  };

  /** Takes the bar away; it does not come back. */
  end(): void {
    this.#hasEnded = true;
    this.#timer?.cancel();
    this.#bar?.end();
  }

  #wait(): void {
    const { clock } = this.#runtime;
    const startMs = clock.monotonic();
    this.#timer = clock.setTimer(SHOW_AFTER_MS, async () => {
      const { Progress } = await import("../output/progress.ts");
      if (this.#hasEnded) return;
      const { total, isRecovery } = this.#latest;
      const what = isRecovery ? "Recovering logs" : "Loading logs";
      this.#bar = new Progress(this.#runtime, { what, total, startMs });
      this.#bar.done = this.#latest.loaded;
    });
  }
}
