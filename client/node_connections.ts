/** One connection per address, made when first needed and again after it was lost. */
import type { Runtime } from "../runtime/runtime.ts";
import type { HostAndPort } from "./bootstrap.ts";
import { ConnectionError } from "./errors.ts";
import { type ConnectionOptions, KafkaConnection } from "./kafka_connection.ts";

export class NodeConnections {
  readonly #runtime: Runtime;
  readonly #options: Omit<ConnectionOptions, "host" | "port">;
  readonly #open = new Map<string, KafkaConnection>();
  readonly #opening = new Map<string, Promise<KafkaConnection>>();
  #closed = false;

  constructor(runtime: Runtime, options: Omit<ConnectionOptions, "host" | "port">) {
    this.#runtime = runtime;
    this.#options = options;
  }

  /**
   * The connection to an address.
   *
   * @param lane Connections of different lanes are different: requests that may wait long have their own.
   * @throws {ConnectionError}
   */
  get({ host, port }: HostAndPort, lane = ""): Promise<KafkaConnection> {
    if (this.#closed) {
      return Promise.reject(new ConnectionError("disconnected", "The client is closed"));
    }
    const key = `${host}:${port}/${lane}`;
    const open = this.#open.get(key);
    if (open !== undefined) return Promise.resolve(open);
    let opening = this.#opening.get(key);
    if (opening === undefined) {
      opening = this.#make(key, host, port).finally(() => this.#opening.delete(key));
      this.#opening.set(key, opening);
    }
    return opening;
  }

  /** The connection if it is there. */
  known({ host, port }: HostAndPort, lane = ""): KafkaConnection | undefined {
    return this.#open.get(`${host}:${port}/${lane}`);
  }

  /** Closes the connections of a lane. */
  closeLane(lane: string): void {
    for (const [key, connection] of [...this.#open]) {
      if (key.endsWith(`/${lane}`)) connection.close();
    }
  }

  close(): void {
    this.#closed = true;
    for (const connection of [...this.#open.values()]) connection.close();
  }

  async #make(key: string, host: string, port: number): Promise<KafkaConnection> {
    const connection = await KafkaConnection.open(this.#runtime, { ...this.#options, host, port });
    if (this.#closed) {
      connection.close();
      throw new ConnectionError("disconnected", "The client is closed");
    }
    this.#open.set(key, connection);
    connection.onClose(() => this.#open.delete(key));
    return connection;
  }
}
