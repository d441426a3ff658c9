/** A TCP connection on `node:net`. */
import type { Socket } from "node:net";
import type { Receiver } from "../runtime.ts";
import { endpoint, NativeConnection, roomFrom } from "../native/connection.ts";
import type { TurnEnd } from "../native/turn_end.ts";

export class NodeConnection extends NativeConnection {
  readonly #socket: Socket;
  #listening = false;
  /** What one event brought and the receiver, having paused, did not take yet. */
  #rest: Uint8Array | null = null;

  constructor(socket: Socket, turnEnd: TurnEnd) {
    super(
      turnEnd,
      endpoint(socket.remoteAddress, socket.remotePort),
      endpoint(socket.localAddress, socket.localPort),
    );
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("error", (error) => this.end(error));
    socket.on("close", () => this.end(null));
  }

  protected override startReading(receiver: Receiver): void {
    if (this.#listening) {
      queueMicrotask(() => this.#goOn(receiver));
      return;
    }
    this.#listening = true;
    this.#socket.on("data", (chunk) => this.#deliver(chunk as Uint8Array, receiver));
    this.#socket.on("end", () => this.inputEnd());
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
    const rest = this.#rest;
    this.#rest = null;
    if (rest !== null) this.#deliver(rest, receiver);
    if (this.#rest === null && this.wantsInput) this.#socket.resume();
  }

  #deliver(chunk: Uint8Array, receiver: Receiver): void {
    try {
      while (chunk.length > 0 && this.wantsInput) {
        const into = roomFrom(receiver);
        const count = Math.min(into.length, chunk.length);
        into.set(count === chunk.length ? chunk : chunk.subarray(0, count));
        chunk = chunk.subarray(count);
        receiver.received(count);
      }
      if (chunk.length > 0 && this.takesInput) this.#rest = chunk;
    } catch (error) {
      this.end(error);
    }
  }
}
