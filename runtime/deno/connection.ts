/** A TCP connection on Deno's own socket calls. */
import type { Receiver } from "../runtime.ts";
import { endpoint, NativeConnection, roomFrom } from "../native/connection.ts";
import type { TurnEnd } from "../native/turn_end.ts";

export class DenoConnection extends NativeConnection {
  readonly #socket: Deno.TcpConn;
  #reading = false;

  constructor(socket: Deno.TcpConn, turnEnd: TurnEnd) {
    const { remoteAddr, localAddr } = socket;
    super(
      turnEnd,
      endpoint(remoteAddr.hostname, remoteAddr.port),
      endpoint(localAddr.hostname, localAddr.port),
    );
    this.#socket = socket;
    socket.setNoDelay(true);
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

  /** Reads straight into the receiver's buffers while input is wanted. Never rejects. */
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
