/** A TCP connection on `node:net`. */
import type { Socket } from "node:net";
import type { Receiver } from "../runtime.ts";
import { endpoint, NativeConnection, roomFrom } from "../native/connection.ts";
import type { TurnEnd } from "../native/turn_end.ts";

export class NodeConnection extends NativeConnection {
  readonly #socket: Socket;
  #listening = false;
  /** What came, and the receiver, having paused, did not take yet. Bun goes on to tell data and the end after a pause. */
  #rest: Uint8Array[] = [];
  #finish: (() => void) | null = null;

  constructor(socket: Socket, turnEnd: TurnEnd) {
    super(
      turnEnd,
      endpoint(socket.remoteAddress, socket.remotePort),
      endpoint(socket.localAddress, socket.localPort),
    );
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("error", (error) => this.end(error));
    socket.on("close", () => this.#finishWith(() => this.end(null)));
  }

  protected override startReading(receiver: Receiver): void {
    if (this.#listening) {
      queueMicrotask(() => this.#goOn(receiver));
      return;
    }
    this.#listening = true;
    this.#socket.on("data", (chunk) => {
      this.#rest.push(chunk as Uint8Array);
      this.#deliver(receiver);
    });
    this.#socket.on("end", () => this.#finishWith(() => this.inputEnd()));
    this.#socket.resume();
  }

  protected override stopReading(): void {
    this.#socket.pause();
  }

  protected override send(bytes: Uint8Array): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => error ? reject(error) : resolve(bytes.length));
    });
  }

  protected override destroy(): void {
    this.#socket.destroy();
  }

  #goOn(receiver: Receiver): void {
    this.#deliver(receiver);
    if (this.#rest.length > 0 || !this.wantsInput) return;
    if (this.#finish !== null) this.#finish();
    else this.#socket.resume();
  }

  #finishWith(finish: () => void): void {
    if (this.#rest.length > 0) this.#finish = finish;
    else finish();
  }

  #deliver(receiver: Receiver): void {
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
