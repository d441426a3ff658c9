/** A connection over a socket that is read by asking, straight into the receiver's buffers. */
import type { Receiver } from "../runtime.ts";
import { type Endpoint, NativeConnection, roomFrom, type TurnSends } from "./connection.ts";

/** What Deno's sockets and the simulated ones have in common. */
export interface PullSocket {
  /** Bytes put at the start of `into`, at least one; null at the end of the input. */
  read(into: Uint8Array): Promise<number | null>;
  /** Bytes taken from the start of `bytes`, at least one. */
  write(bytes: Uint8Array): Promise<number>;
  /** May throw if closed before. */
  close(): void;
}

export class PullConnection extends NativeConnection {
  readonly #socket: PullSocket;
  #reading = false;

  constructor(socket: PullSocket, turnEnd: TurnSends, remote: Endpoint, local: Endpoint) {
    super(turnEnd, remote, local);
    this.#socket = socket;
  }

  protected override startReading(receiver: Receiver): void {
    if (!this.#reading) this.#readAll(receiver);
  }

  /** The loop below sees it before its next read. */
  protected override stopReading(): void {}

  protected override send(bytes: Uint8Array): Promise<number> {
    return this.#socket.write(bytes);
  }

  protected override destroy(): void {
    try {
      this.#socket.close();
    } catch {
      // Closed already by the platform.
    }
  }

  /** Reads while input is wanted. Never rejects. */
  async #readAll(receiver: Receiver): Promise<void> {
    this.#reading = true;
    try {
      while (this.wantsInput) {
        const count = await this.#socket.read(roomFrom(receiver));
        if (!this.takesInput) break;
        if (count === null) this.inputEnd();
        else receiver.received(count);
      }
    } catch (error) {
      if (this.takesInput) this.end(error);
    } finally {
      this.#reading = false;
    }
  }
}
