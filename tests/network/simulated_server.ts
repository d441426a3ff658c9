/** A server on one simulated machine and raw clients on another. */
import { ApiTable } from "../../network/api_table.ts";
import type { ApiHandler } from "../../network/api.ts";
import { KafkaServer, type ServerOptions } from "../../network/server.ts";
import type { Connection, Receiver, Runtime } from "../../runtime/runtime.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";

export const PORT = 9092;

export class RawClient implements Receiver {
  connection!: Connection;
  closedBy: "nobody" | "end" | "error" = "nobody";
  #bytes: Uint8Array[] = [];
  readonly #room = new Uint8Array(64 * 1024);

  buffer(): Uint8Array {
    return this.#room;
  }
  received(length: number): void {
    this.#bytes.push(this.#room.slice(0, length));
  }
  drained(): void {}
  closed(error: unknown): void {
    this.closedBy = error === null ? "end" : "error";
  }

  send(...chunks: Uint8Array[]): void {
    for (const chunk of chunks) this.connection.write(chunk);
  }

  /** Everything so far, as text. */
  text(): string {
    return new TextDecoder().decode(join(this.#bytes));
  }

  /** Complete frames so far, without their sizes. */
  frames(): Uint8Array[] {
    const all = join(this.#bytes);
    const frames: Uint8Array[] = [];
    let at = 0;
    while (at + 4 <= all.length) {
      const size = new DataView(all.buffer, at).getInt32(0);
      if (at + 4 + size > all.length) break;
      frames.push(all.subarray(at + 4, at + 4 + size));
      at += 4 + size;
    }
    return frames;
  }

  /** The first int32 of each frame. */
  correlationIds(): number[] {
    return this.frames().map((frame) => new DataView(frame.buffer, frame.byteOffset).getInt32(0));
  }
}

export class SimulatedServer {
  readonly world: SimulatedWorld;
  readonly runtime: Runtime;
  readonly server: KafkaServer;

  constructor(options: Partial<ServerOptions> = {}, seed = 1) {
    this.world = new SimulatedWorld({ seed });
    this.runtime = this.world.node("broker");
    const listeners = [{ name: "PLAINTEXT", host: "", port: PORT }];
    this.server = new KafkaServer(this.runtime, { listeners, ...options });
  }

  async serve(handlers: readonly ApiHandler[]): Promise<this> {
    await this.world.runUntil(this.server.listen());
    this.server.serve(new ApiTable(handlers));
    return this;
  }

  async client(machine = "client", port = PORT): Promise<RawClient> {
    const client = new RawClient();
    const { network } = this.world.node(machine);
    client.connection = await this.world.runUntil(
      network.connect({ host: "broker", port, timeoutMs: 1000 }),
    );
    client.connection.receive(client);
    return client;
  }
}

export function join(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
