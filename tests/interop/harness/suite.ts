/** What a suite is, and what it gets to work with. */
import { Background, type BackgroundOptions } from "./background.ts";
import { Ottla, type OttlaOptions } from "./ottla.ts";
import type { Report } from "./report.ts";

export interface Suite {
  readonly name: string;
  run(suite: SuiteRun): Promise<void>;
}

/** One run of one suite: its scratch folder, its cases, the processes that end with it. */
export class SuiteRun {
  readonly #processes: Background[] = [];
  readonly #brokers: Ottla[] = [];

  constructor(
    readonly name: string,
    /** An empty folder of the suite's own. */
    readonly directory: string,
    /** Where what was installed lives. */
    readonly cache: string,
    readonly report: Report,
  ) {}

  /** Runs one case and prints how it went. @returns whether it passed. */
  async case(name: string, body: () => unknown): Promise<boolean> {
    const startMs = performance.now();
    try {
      await body();
    } catch (error) {
      this.report.fail(`${this.name}: ${name}`, error);
      return false;
    }
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    this.report.ok(`${this.name}: ${name}`, ` (${seconds} s)`);
    return true;
  }

  skip(name: string, missing: string): void {
    this.report.skip(`${this.name}: ${name}`, missing);
  }

  /** Starts a program that is killed at the suite's end at the latest. */
  spawn(program: string, args: readonly string[], options?: BackgroundOptions): Background {
    return this.own(new Background(program, args, options));
  }

  /** Starts a broker that is killed at the suite's end at the latest. */
  async startOttla(options: Partial<OttlaOptions> = {}): Promise<Ottla> {
    const ottla = this.ottla(options);
    await ottla.start();
    return ottla;
  }

  /** A broker that is not started yet. */
  ottla(options: Partial<OttlaOptions> = {}): Ottla {
    const ottla = new Ottla({ directory: `${this.directory}/ottla`, ...options });
    this.#brokers.push(ottla);
    return ottla;
  }

  /** Kills a program at the suite's end at the latest. */
  own(process: Background): Background {
    this.#processes.push(process);
    return process;
  }

  /** Kills whatever still runs. */
  async end(): Promise<void> {
    for (const process of this.#processes) await process.stop("SIGKILL");
    for (const broker of this.#brokers) await broker.kill();
  }
}
