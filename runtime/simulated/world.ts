/**
 * Machines in one process on one virtual clock: the test decides when time passes, which link is cut, which machine
 * crashes and what its disk keeps. The same seed gives the same run, event for event.
 */
import { setImmediate } from "node:timers";
import type { Runtime, Signal } from "../runtime.ts";
import { SimulatedClock } from "./clock.ts";
import { SimulatedDisk } from "./disk.ts";
import { Links } from "./link.ts";
import { type DelayRange, Machine, SimulatedProcess } from "./machine.ts";
import { SimulatedNetwork } from "./network.ts";
import { type ProcessOptions, SimulatedExit, SimulatedProcessControl } from "./process.ts";
import { Schedule } from "./schedule.ts";
import { SeededRandom } from "./seeded_random.ts";
import { SimulatedTerminal } from "./terminal.ts";
import { Trace } from "./trace.ts";

export interface SimulationOptions {
  readonly seed: number;
  /** What one packet takes from machine to machine. Default: 0.1 to 2 ms. */
  readonly networkDelay?: DelayRange;
  /** What an asynchronous disk operation takes. Default: 0.05 to 1 ms. */
  readonly diskDelay?: DelayRange;
  /** Wall time at the start, milliseconds since the Unix epoch. Default: 2025-01-01. */
  readonly startMs?: number;
  /** How many trace lines are kept, at least. Default: 20,000. */
  readonly traceLines?: number;
}

/**
 * What a crash leaves on the machine's disk.
 *
 * - `process`: everything written. The machine itself goes on: its kernel ends the connections.
 * - `machine-lose-unsynced`: what was synced, files by `sync` and their directory entries by `syncDirectory`.
 * - `machine-torn`: that, and a seeded part of the rest, torn at any byte.
 */
export type CrashModel = "process" | "machine-lose-unsynced" | "machine-torn";

export interface RunOptions {
  /** Virtual milliseconds after which the run fails. Default: 60,000. */
  readonly maxVirtualMs?: number;
}

/** What a shell reports of a process that a signal ended is 128 and this. */
const signalNumbers: Readonly<Record<Signal, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** The started process of a machine, with the test's handles to it. */
interface Started {
  readonly process: SimulatedProcess;
  readonly runtime: Runtime;
  readonly control: SimulatedProcessControl;
  readonly terminal: SimulatedTerminal;
  exitCode: number | null;
}

export class SimulatedWorld {
  readonly #options: SimulationOptions;
  readonly #startMs: number;
  readonly #random: SeededRandom;
  readonly #trace: Trace;
  readonly #schedule: Schedule;
  readonly #links: Links;
  readonly #machines = new Map<string, Machine>();
  readonly #started = new Map<string, Started>();

  constructor(options: SimulationOptions) {
    const { seed } = options;
    this.#options = options;
    this.#startMs = options.startMs ?? Date.UTC(2025, 0, 1);
    this.#random = new SeededRandom(seed, "faults");
    this.#trace = new Trace(options.traceLines ?? 20_000);
    this.#schedule = new Schedule(new SeededRandom(seed, "order"), this.#trace);
    const networkDelay = options.networkDelay ?? { minMs: 0.1, maxMs: 2 };
    this.#links = new Links(new SeededRandom(seed, "network"), networkDelay);
  }

  /** Virtual milliseconds since the simulation began. */
  get nowMs(): number {
    return this.#schedule.nowMs;
  }

  /**
   * The running process of the machine `name`. If there is none, because the machine is new, crashed or its process
   * ended, one is started with `options`, on the disk that is left.
   */
  node(name: string, options: ProcessOptions = {}): Runtime {
    const running = this.#started.get(name);
    if (running?.process.alive) return running.runtime;
    const started = this.#start(this.#machine(name), options);
    this.#started.set(name, started);
    return started.runtime;
  }

  /** Ends the process of the machine, or the machine, now. Its timers, calls and connections are never heard of again. */
  crash(name: string, model: CrashModel): void {
    const machine = this.#machine(name);
    this.#trace.add(`${this.nowMs.toFixed(4)} ${name} crash ${model}`);
    const { process } = machine;
    if (process !== null) {
      process.alive = false;
      for (const socket of process.sockets) {
        if (model === "process") socket.close();
        else socket.vanish();
      }
    }
    if (model === "process") return;
    machine.up = false;
    if (model === "machine-torn") machine.disk.tearUnsynced(this.#random);
    else machine.disk.loseUnsynced();
  }

  /** Lets nothing through between two machines, in both directions, until {@linkcode heal}. */
  cut(one: string, other: string): void {
    this.cutOneWay(one, other);
    this.cutOneWay(other, one);
  }

  cutOneWay(from: string, to: string): void {
    this.#trace.add(`${this.nowMs.toFixed(4)} cut ${from} ${to}`);
    this.#links.cut(from, to);
  }

  /** Mends the link between two machines, or all links. What was sent meanwhile arrives. */
  heal(): void;
  heal(one: string, other: string): void;
  heal(one?: string, other?: string): void {
    this.#trace.add(`${this.nowMs.toFixed(4)} heal ${one ?? "all"} ${other ?? ""}`);
    if (one === undefined || other === undefined) return this.#links.healAll();
    this.#links.heal(one, other);
    this.#links.heal(other, one);
  }

  /** Breaks every open connection between two machines: both ends get `connection-reset`. */
  resetConnections(one: string, other: string): void {
    this.#trace.add(`${this.nowMs.toFixed(4)} reset ${one} ${other}`);
    for (const socket of [...this.#machine(one).process?.sockets ?? []]) {
      if (socket.peerMachine !== other) continue;
      socket.breakBothEnds();
    }
  }

  /** Delivers a signal to the machine's process. Nobody taking it ends the process. */
  signal(name: string, signal: Signal): void {
    const started = this.#started.get(name);
    if (!started?.process.alive) return;
    started.process.after(0, signal, () => {
      if (started.control.deliver(signal)) return;
      started.exitCode = 128 + signalNumbers[signal];
      this.crash(name, "process");
    });
  }

  /** The exit code of the machine's last process; null while it runs or if it crashed. */
  exitCode(name: string): number | null {
    return this.#started.get(name)?.exitCode ?? null;
  }

  /** Standard input and output of the machine's last process. */
  terminal(name: string): SimulatedTerminal {
    this.node(name);
    return this.#started.get(name)!.terminal;
  }

  /** From now on the machine's disk holds at most `bytes` bytes of files. */
  limitDisk(name: string, bytes: number): void {
    this.#machine(name).diskBytes = bytes;
  }

  /** Lets `ms` virtual milliseconds pass, with all that happens in them. */
  async advance(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    for (;;) {
      await microtasks();
      const nextMs = this.#schedule.nextMs();
      if (nextMs === null || nextMs > endMs) break;
      this.#runNext();
    }
    this.#schedule.idleUntil(endMs);
  }

  /**
   * Lets time pass until the promise settles, and gives its outcome, or until the predicate holds.
   *
   * @throws {Error} if nothing is left to happen, or `maxVirtualMs` have passed.
   */
  runUntil(goal: () => boolean, options?: RunOptions): Promise<void>;
  runUntil<T>(goal: Promise<T>, options?: RunOptions): Promise<T>;
  async runUntil<T>(goal: Promise<T> | (() => boolean), options?: RunOptions): Promise<T | void> {
    let settled = false;
    if (typeof goal !== "function") {
      const settle = () => {
        settled = true;
      };
      goal.then(settle, settle);
    }
    const reached = typeof goal === "function" ? goal : () => settled;
    const maxVirtualMs = options?.maxVirtualMs ?? 60_000;
    const endMs = this.nowMs + maxVirtualMs;
    for (;;) {
      await microtasks();
      if (reached()) return typeof goal === "function" ? undefined : await goal;
      const nextMs = this.#schedule.nextMs();
      if (nextMs === null) {
        throw new Error("The goal was not reached, and nothing is left to happen");
      }
      if (nextMs > endMs) throw new Error(`The goal was not reached in ${maxVirtualMs} virtual ms`);
      this.#runNext();
    }
  }

  /** The last events, a line each: virtual time, process, what happened. */
  trace(): string[] {
    return this.#trace.lines();
  }

  /** Of all events from the start. */
  traceHash(): string {
    return this.#trace.hash();
  }

  #runNext(): void {
    try {
      this.#schedule.runNext();
    } catch (error) {
      if (!(error instanceof SimulatedExit)) throw error;
    }
  }

  #machine(name: string): Machine {
    const known = this.#machines.get(name);
    if (known !== undefined) return known;
    const address = `10.0.0.${this.#machines.size + 1}`;
    const wallMs = Math.floor(this.#startMs + this.nowMs);
    const machine = new Machine(name, address, this.#schedule, wallMs);
    this.#machines.set(name, machine);
    return machine;
  }

  #start(machine: Machine, options: ProcessOptions): Started {
    const process = new SimulatedProcess(machine, this.#options.seed);
    machine.process = process;
    machine.up = true;
    const diskDelay = this.#options.diskDelay ?? { minMs: 0.05, maxMs: 1 };
    const diskRandom = new SeededRandom(this.#options.seed, `disk of ${process.title}`);
    const terminal = new SimulatedTerminal();
    const control = new SimulatedProcessControl(process, options, (code) => {
      started.exitCode = code;
      this.crash(machine.name, "process");
    });
    const runtime: Runtime = {
      clock: new SimulatedClock(process, this.#startMs),
      random: process.random,
      disk: new SimulatedDisk(process, diskDelay, diskRandom, this.#startMs),
      network: new SimulatedNetwork(process, this.#machines, this.#links),
      process: control,
      terminal,
    };
    const started: Started = { process, runtime, control, terminal, exitCode: null };
    return started;
  }
}

/** Resolves when all promises that can be settled are. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => resolve()));
}
