/** One simulated machine, and the process that runs on it. */
import { TurnEnd } from "../native/turn_end.ts";
import { type Connection, RuntimeError } from "../runtime.ts";
import type { EventOwner, SimulatedEvent } from "./event_heap.ts";
import { FileSystem } from "./file_system.ts";
import { Lane, type Schedule } from "./schedule.ts";
import { SeededRandom } from "./seeded_random.ts";

/** How long after its first event a turn ends: what happens to the process until then belongs to it too. */
const turnMs = 0.01;

/** Somebody waits for connections. */
export interface ListeningSocket {
  readonly accept: (connection: Connection) => void;
}

/** A connection as the kernel of a crashing machine sees it. */
export interface OpenSocket {
  /** Ends the connection properly: its process is gone. */
  close(): void;
  /** Sends no more, not even what is on its way: the machine is gone. */
  vanish(): void;
  /** The name of the machine at the other end. */
  readonly peerMachine: string;
  breakBothEnds(): void;
}

export interface DelayRange {
  readonly minMs: number;
  readonly maxMs: number;
}

export class Machine {
  readonly disk: FileSystem;
  /** Bytes the disk holds at most. */
  diskBytes = Infinity;
  /** Whether the kernel runs: it answers for sockets nobody has. */
  up = true;
  process: SimulatedProcess | null = null;
  processCount = 0;
  nextPort = 32768;

  constructor(
    readonly name: string,
    readonly address: string,
    readonly schedule: Schedule,
    nowMs: number,
  ) {
    this.disk = new FileSystem(nowMs);
  }
}

/** A process from its start to its end or crash. Nothing happens to it after that. */
export class SimulatedProcess implements EventOwner {
  alive = true;
  readonly title: string;
  readonly random: SeededRandom;
  readonly sockets = new Set<OpenSocket>();
  readonly listening = new Map<number, ListeningSocket>();
  readonly turnEnd: TurnEnd;

  constructor(readonly machine: Machine, seed: number) {
    this.title = `${machine.name}#${++machine.processCount}`;
    this.random = new SeededRandom(seed, this.title);
    const turns = new Lane();
    this.turnEnd = new TurnEnd((callback) => {
      this.after(turnMs, "end of turn", callback, turns);
    });
  }

  after(delayMs: number, label: string, run: () => void, lane?: Lane): SimulatedEvent {
    return this.machine.schedule.after(delayMs, this, label, run, lane);
  }

  /** Resolves with what `run` returns, called after a delay; never, if the process is dead by then. */
  later<T>(delay: DelayRange, random: SeededRandom, label: string, run: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.after(random.between(delay.minMs, delay.maxMs), label, () => {
        try {
          resolve(run());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  /** For calls that answer at once. @throws {RuntimeError} `closed` */
  checkAlive(): void {
    if (!this.alive) throw new RuntimeError("closed", `${this.title} is dead`);
  }
}
