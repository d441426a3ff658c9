/** How far a broker is with loading its logs at the start: for whoever shows it, and for the broker's log. */
import type { Clock, Timer } from "../runtime/runtime.ts";

/** Time between lines about a recovery that takes long. */
const LINE_MS = 5_000;

export interface LogsLoaded {
  readonly loaded: number;
  readonly total: number;
  /** Whether what the last stop left must be looked through, which takes longer. */
  readonly isRecovery: boolean;
}

export interface LogLoadingOptions {
  readonly total: number;
  readonly isRecovery: boolean;
  /** A line for the log. */
  readonly info: (message: string) => void;
  /** Told at the start and after each log. */
  readonly onLoaded: (progress: LogsLoaded) => void;
}

/** Counts loaded logs, and writes a line now and then while they are recovered. */
export class LogLoading {
  readonly #clock: Clock;
  readonly #options: LogLoadingOptions;
  readonly #startMs: number;
  #loaded = 0;
  #timer: Timer | null = null;

  constructor(clock: Clock, options: LogLoadingOptions) {
    this.#clock = clock;
    this.#options = options;
    this.#startMs = clock.monotonic();
    if (options.isRecovery) this.#lineLater();
    this.#tell();
  }

  /** One more log is loaded. */
  loaded(): void {
    this.#loaded++;
    this.#tell();
  }

  /** All are loaded. */
  end(): void {
    this.stop();
    const ms = Math.round(this.#clock.monotonic() - this.#startMs);
    this.#options.info(`Loaded ${this.#loaded} logs in ${ms}ms`);
  }

  /** Says nothing any more. */
  stop(): void {
    this.#timer?.cancel();
  }

  #tell(): void {
    const { total, isRecovery, onLoaded } = this.#options;
    onLoaded({ loaded: this.#loaded, total, isRecovery });
  }

  #lineLater(): void {
    this.#timer = this.#clock.setTimer(LINE_MS, () => {
      const { total, info } = this.#options;
      info(`Recovering logs: ${this.#loaded} of ${total} are done`);
      this.#lineLater();
    });
  }
}
