/** A simulated TCP socket: packets in order, delayed, cut at random places, with a window that fills up. */
import type { PullSocket } from "../native/pull_connection.ts";
import { RuntimeError } from "../runtime.ts";
import type { Links } from "./link.ts";
import type { OpenSocket, SimulatedProcess } from "./machine.ts";
import { Lane } from "./schedule.ts";

/** What one side's kernel holds of a direction, sent or received, at most. */
const windowBytes = 128 * 1024;
/** A packet that met a cut link or a machine that is down is tried again so much later. */
const retransmitMs = 200;

type Packet =
  | { readonly kind: "data"; readonly bytes: Uint8Array }
  | { readonly kind: "taken"; readonly count: number }
  | { readonly kind: "end" | "reset" };

interface Waiting<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: RuntimeError) => void;
}

export class SimulatedSocket implements PullSocket, OpenSocket {
  peer!: SimulatedSocket;
  readonly #process: SimulatedProcess;
  readonly #links: Links;
  readonly #title: string;
  readonly #lane = new Lane();
  /** Packets on their way to the peer, and when the last of them arrives. */
  readonly #sent: Packet[] = [];
  #lastArrivalMs = 0;
  #window = windowBytes;
  #received: Uint8Array[] = [];
  #inputEnded = false;
  #failed: RuntimeError | null = null;
  #closed = false;
  #reader: (Waiting<number | null> & { readonly into: Uint8Array }) | null = null;
  #writer: (Waiting<number> & { readonly bytes: Uint8Array }) | null = null;

  constructor(process: SimulatedProcess, links: Links, title: string) {
    this.#process = process;
    this.#links = links;
    this.#title = title;
    process.sockets.add(this);
  }

  get process(): SimulatedProcess {
    return this.#process;
  }

  read(into: Uint8Array): Promise<number | null> {
    return new Promise((resolve, reject) => {
      this.#reader = { into, resolve, reject };
      this.#goOn();
    });
  }

  write(bytes: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#writer = { bytes, resolve, reject };
      this.#goOn();
    });
  }

  /** The kernel goes on to send what it took; it resets the connection if input was left unread. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#process.sockets.delete(this);
    if (this.#failed !== null) return;
    this.#send({ kind: this.#received.length > 0 ? "reset" : "end" });
  }

  get peerMachine(): string {
    return this.peer.#process.machine.name;
  }

  breakBothEnds(): void {
    this.fail();
    this.peer.fail();
  }

  vanish(): void {
    this.#sent.length = 0;
  }

  /** The connection breaks, as seen from here. */
  fail(): void {
    if (this.#failed !== null || this.#closed) return;
    this.#failed = new RuntimeError("connection-reset", `${this.#title}: connection reset`);
    this.#received = [];
    this.#goOn();
  }

  /** Answers the read and the write that wait, if they can be. */
  #goOn(): void {
    if (!this.#process.alive || this.#closed) return;
    if (this.#failed !== null) {
      this.#reader?.reject(this.#failed);
      this.#writer?.reject(this.#failed);
      this.#reader = this.#writer = null;
      return;
    }
    if (this.#reader !== null && (this.#received.length > 0 || this.#inputEnded)) {
      const { into, resolve } = this.#reader;
      this.#reader = null;
      resolve(this.#received.length > 0 ? this.#take(into) : null);
    }
    if (this.#writer !== null && this.#window >= this.#worthSending(this.#writer.bytes)) {
      const { bytes, resolve } = this.#writer;
      this.#writer = null;
      const count = Math.min(bytes.length, this.#window);
      this.#window -= count;
      this.#sendData(bytes.slice(0, count));
      resolve(count);
    }
  }

  /** Waits for a fair part of the window: else packets only get smaller, as the window opens by what they held. */
  #worthSending(bytes: Uint8Array): number {
    return Math.min(bytes.length, windowBytes / 4);
  }

  #take(into: Uint8Array): number {
    let count = 0;
    while (this.#received.length > 0 && count < into.length) {
      const chunk = this.#received[0]!;
      const part = chunk.subarray(0, into.length - count);
      into.set(part, count);
      count += part.length;
      if (part.length === chunk.length) this.#received.shift();
      else this.#received[0] = chunk.subarray(part.length);
    }
    this.#send({ kind: "taken", count });
    return count;
  }

  /** The network may cut what one call wrote into several packets. */
  #sendData(bytes: Uint8Array): void {
    const { random } = this.#links;
    while (bytes.length > 1 && random.chance(0.2)) {
      const count = 1 + random.below(bytes.length - 1);
      this.#send({ kind: "data", bytes: bytes.subarray(0, count) });
      bytes = bytes.subarray(count);
    }
    this.#send({ kind: "data", bytes });
  }

  #send(packet: Packet): void {
    const { schedule } = this.#process.machine;
    const arrivalMs = Math.max(this.#lastArrivalMs, schedule.nowMs + this.#links.delayMs());
    this.#lastArrivalMs = arrivalMs;
    this.#sent.push(packet);
    // The kernel owns the packet: it arrives even if the process that sent it is dead.
    schedule.after(
      arrivalMs - schedule.nowMs,
      null,
      this.#label(packet),
      () => this.#arrive(),
      this.#lane,
    );
  }

  /** The first packet on the way is at the peer's machine. */
  #arrive(): void {
    const packet = this.#sent[0];
    if (packet === undefined) return;
    const { machine } = this.#process;
    if (!this.#links.carries(machine, this.peer.#process.machine)) {
      machine.schedule.after(retransmitMs, null, "retransmit", () => this.#arrive(), this.#lane);
      return;
    }
    this.#sent.shift();
    this.peer.#receive(packet);
  }

  #receive(packet: Packet): void {
    if (packet.kind === "reset") return this.fail();
    if (this.#closed || !this.#process.alive) {
      // Nobody has this socket any more: the kernel says so to whoever still sends to it.
      if (packet.kind === "data") this.#send({ kind: "reset" });
      return;
    }
    if (packet.kind === "data") this.#received.push(packet.bytes);
    else if (packet.kind === "taken") this.#window += packet.count;
    else this.#inputEnded = true;
    this.#goOn();
  }

  #label(packet: Packet): string {
    const size = packet.kind === "data"
      ? packet.bytes.length
      : packet.kind === "taken"
      ? packet.count
      : "";
    return `${this.#title} ${packet.kind} ${size}`.trimEnd();
  }
}
