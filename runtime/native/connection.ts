/** What every real connection does, whatever moves its bytes: queue, group, count, end exactly once. */
import { type Connection, type Receiver, RuntimeError } from "../runtime.ts";
import { toRuntimeError } from "./errors.ts";
import { SendQueue } from "./send_queue.ts";

export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Runs a callback when the turn's sends leave; a `TurnEnd` is one. */
export interface TurnSends {
  addSend(send: () => void): void;
}

/**
 * A connection's life: open, then *closing* (our `close`, or the other side's end: what is queued still goes out), then
 * ended. `closed` is always told from a microtask, never inside a call of the connection's user.
 */
export abstract class NativeConnection implements Connection {
  readonly #turnEnd: TurnSends;
  readonly #queue = new SendQueue();
  #receiver: Receiver | null = null;
  #paused = false;
  #sendScheduled = false;
  #sending = false;
  #closing = false;
  #inputEnded = false;
  #ended = false;
  #endError: RuntimeError | null = null;

  constructor(turnEnd: TurnSends, readonly remote: Endpoint, readonly local: Endpoint) {
    this.#turnEnd = turnEnd;
  }

  /** Begins to read, or goes on after {@linkcode stopReading}. */
  protected abstract startReading(receiver: Receiver): void;
  protected abstract stopReading(): void;
  /** Hands bytes to the kernel and tells how many it took, at least one. */
  protected abstract send(bytes: Uint8Array): number | Promise<number>;
  /** Closes the socket. Must not throw. */
  protected abstract destroy(): void;

  get unsentBytes(): number {
    return this.#queue.bytes;
  }

  receive(receiver: Receiver): void {
    if (this.#receiver !== null) throw new Error("A connection has one receiver");
    this.#receiver = receiver;
    if (this.#ended) this.#tellClosed();
    else if (this.wantsInput) this.startReading(receiver);
  }

  pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.stopReading();
  }

  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#receiver !== null && this.wantsInput) this.startReading(this.#receiver);
  }

  write(bytes: Uint8Array): void {
    if (this.#ended || this.#closing) return;
    this.#queue.add(bytes);
    this.#scheduleSend();
  }

  whenSent(callback: () => void): void {
    if (!this.#ended) this.#queue.whenSent(callback);
  }

  close(): void {
    if (this.#ended || this.#closing) return;
    this.#closing = true;
    this.stopReading();
    if (this.#queue.bytes === 0) this.end(null);
  }

  abort(): void {
    this.end(null);
  }

  /** Whether another read should start. */
  protected get wantsInput(): boolean {
    return !this.#paused && !this.#inputEnded && this.takesInput;
  }

  /** Whether input that was read is still to be delivered. */
  protected get takesInput(): boolean {
    return !this.#ended && !this.#closing;
  }

  /** The other side sends no more. Answers to what it sent last, written in this turn, still leave. */
  protected inputEnd(): void {
    this.#inputEnded = true;
    this.#scheduleSend();
  }

  /** Ends the connection now. Idempotent. */
  protected end(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#endError = error === null ? null : toRuntimeError(error, this.#description());
    this.#queue.clear();
    this.destroy();
    if (this.#receiver !== null) this.#tellClosed();
  }

  #scheduleSend(): void {
    if (this.#sendScheduled || this.#sending) return;
    this.#sendScheduled = true;
    this.#turnEnd.addSend(() => {
      this.#sendScheduled = false;
      this.#sendQueued();
    });
  }

  /** Sends until the queue is empty. Never rejects. */
  async #sendQueued(): Promise<void> {
    if (this.#ended) return;
    try {
      if (this.#queue.bytes > 0) {
        this.#sending = true;
        for (let piece = this.#queue.take(); piece !== null; piece = this.#queue.take()) {
          for (let from = 0; from < piece.length;) {
            const sent = this.send(from === 0 ? piece : piece.subarray(from));
            // Most sockets take it all at once: no turn of the microtask queue for that.
            const count = typeof sent === "number" ? sent : await sent;
            if (this.#ended) return;
            from += count;
            this.#queue.sent(count);
          }
        }
        this.#sending = false;
        this.#receiver?.drained();
      }
      if ((this.#closing || this.#inputEnded) && this.#queue.bytes === 0) this.end(null);
    } catch (error) {
      this.end(error);
    }
  }

  #tellClosed(): void {
    const receiver = this.#receiver!;
    queueMicrotask(() => receiver.closed(this.#endError));
  }

  #description(): string {
    return `connection with ${this.remote.address}:${this.remote.port}`;
  }
}

/** Where the next bytes go. @throws {RuntimeError} `io` if the receiver offers no room. */
export function roomFrom(receiver: Receiver): Uint8Array {
  const into = receiver.buffer();
  if (into.length === 0) throw new RuntimeError("io", "The receiver offers an empty buffer");
  return into;
}

/** An IPv4 client of a socket that listens on both kinds shows as `::ffff:10.0.0.1`. */
export function endpoint(address: string | undefined, port: number | undefined): Endpoint {
  return { address: (address ?? "").replace(/^::ffff:(?=\d+\.)/i, ""), port: port ?? 0 };
}
