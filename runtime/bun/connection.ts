/** A TCP connection on Bun's own sockets. */
import { type Receiver, RuntimeError } from "../runtime.ts";
import { endpoint, NativeConnection, roomFrom, type TurnSends } from "../native/connection.ts";
import type { BunSocket, BunSocketHandler } from "./sockets.ts";

/** A socket's connection, once it has one. */
export interface Owner {
  connection: BunConnection | null;
}

export class BunConnection extends NativeConnection {
  readonly #socket: BunSocket<Owner>;
  #receiver: Receiver | null = null;
  /** What came while nobody took it: a pause holds for the read after the next. */
  #rest: Uint8Array[] = [];
  /** The other side's end, or the socket's, told after the rest. */
  #finish: (() => void) | null = null;
  #drained: PromiseWithResolvers<void> | null = null;

  constructor(socket: BunSocket<Owner>, turnEnd: TurnSends) {
    super(
      turnEnd,
      endpoint(socket.remoteAddress, socket.remotePort),
      endpoint(socket.localAddress, socket.localPort),
    );
    this.#socket = socket;
    socket.setNoDelay(true);
  }

  protected override startReading(receiver: Receiver): void {
    this.#receiver = receiver;
    if (this.#rest.length === 0 && this.#finish === null) this.#socket.resume();
    else queueMicrotask(() => this.#goOn());
  }

  protected override stopReading(): void {
    this.#socket.pause();
  }

  protected override send(bytes: Uint8Array): number | Promise<number> {
    const count = this.#socket.write(bytes);
    if (count > 0) return count;
    if (count < 0) throw closedError();
    this.#drained ??= Promise.withResolvers();
    return this.#drained.promise.then(() => this.send(bytes));
  }

  protected override destroy(): void {
    this.#drained?.resolve();
    this.#rest = [];
    this.#socket.close();
  }

  /** The socket's: bytes came. */
  arrived(chunk: Uint8Array): void {
    this.#rest.push(chunk);
    this.#deliver();
  }

  /** The socket's: the other side sends no more. */
  ended(): void {
    this.#finishWith(() => this.inputEnd());
  }

  /** The socket's: the kernel has room again. */
  drained(): void {
    const waiting = this.#drained;
    this.#drained = null;
    waiting?.resolve();
  }

  /** The socket's: it is no more. */
  gone(error: Error | null): void {
    if (error !== null) this.end(error);
    else this.#finishWith(() => this.end(null));
    this.drained();
  }

  #goOn(): void {
    this.#deliver();
    if (this.#rest.length > 0 || !this.wantsInput) return;
    if (this.#finish !== null) this.#finish();
    else this.#socket.resume();
  }

  #finishWith(finish: () => void): void {
    if (this.#rest.length > 0 && this.takesInput) this.#finish = finish;
    else finish();
  }

  #deliver(): void {
    const receiver = this.#receiver;
    if (receiver === null) return;
    try {
      while (this.#rest.length > 0 && this.wantsInput) {
        const chunk = this.#rest[0]!;
        const into = roomFrom(receiver);
        const count = Math.min(into.length, chunk.length);
        if (count === chunk.length) {
          this.#rest.shift();
          into.set(chunk);
        } else {
          this.#rest[0] = chunk.subarray(count);
          into.set(chunk.subarray(0, count));
        }
        receiver.received(count);
      }
    } catch (error) {
      this.end(error);
    }
    if (!this.takesInput) this.#rest = [];
  }
}

/** What sockets tell goes to their connections. */
export const TO_CONNECTION: Omit<BunSocketHandler<Owner>, "open" | "connectError"> = {
  data: ({ data }, chunk) => data.connection?.arrived(chunk),
  end: ({ data }) => data.connection?.ended(),
  drain: ({ data }) => data.connection?.drained(),
  close: ({ data }, error) => data.connection?.gone(error ?? null),
  error: ({ data }, error) => data.connection?.gone(error),
};

function closedError(): RuntimeError {
  return new RuntimeError("connection-reset", "The other side closed the connection");
}
