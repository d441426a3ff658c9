/** Arguments, environment, signals and the end of a simulated process. */
import { type OtherProcess, type ProcessControl, RuntimeError, type Signal } from "../runtime.ts";
import type { SimulatedProcess } from "./machine.ts";

export interface ProcessOptions {
  /** The name the program is started under; `ottla` if not given. */
  readonly programName?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** As `docker exec -t` starts it; no if not given. */
  readonly leadsSession?: boolean;
}

/** Thrown by `exit`, which must not return. */
export class SimulatedExit extends Error {
  override name = "SimulatedExit";
  constructor(readonly code: number) {
    super(`The simulated process ended with exit code ${code}`);
  }
}

export class SimulatedProcessControl implements ProcessControl {
  readonly args: readonly string[];
  readonly name: string;
  readonly id: number;
  readonly #env: Readonly<Record<string, string>>;
  readonly #leadsSession: boolean;
  readonly #exited: (code: number) => void;
  readonly #handlers: { readonly signal: Signal; readonly handler: () => void }[] = [];

  /** @param exited ends the process, told its exit code */
  constructor(process: SimulatedProcess, options: ProcessOptions, exited: (code: number) => void) {
    this.args = options.args ?? [];
    this.name = options.programName ?? "ottla";
    this.id = process.machine.processCount;
    this.#env = options.env ?? {};
    this.#leadsSession = options.leadsSession ?? false;
    this.#exited = exited;
  }

  env(name: string): string | undefined {
    return this.#env[name];
  }

  environment(): Record<string, string> {
    return { ...this.#env };
  }

  onSignal(signal: Signal, handler: () => void): void {
    this.#handlers.push({ signal, handler });
  }

  exit(code: number): never {
    this.#exited(code);
    throw new SimulatedExit(code);
  }

  /** A process has no memory of its own here. */
  residentBytes(): number {
    return 64 * 1024 * 1024;
  }

  leadsSession(): boolean {
    return this.#leadsSession;
  }

  /** A machine has one process. */
  others(): Promise<OtherProcess[]> {
    return Promise.resolve([]);
  }

  sendSignal(id: number): void {
    throw new RuntimeError("not-found", `There is no process ${id}`);
  }

  /** Delivers a signal. Returns whether anyone takes it. */
  deliver(signal: Signal): boolean {
    const taking = this.#handlers.filter((entry) => entry.signal === signal);
    for (const { handler } of taking) handler();
    return taking.length > 0;
  }
}
