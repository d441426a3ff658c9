/** A Kafka protocol server: listeners, their connections, and an orderly end. Both roles run on it. */
import { StringCache } from "../protocol/codec/string_cache.ts";
import { Writer } from "../protocol/codec/writer.ts";
import { type Connection, type Listener, type Runtime, RuntimeError } from "../runtime/runtime.ts";
import { BytePool } from "../storage/byte_pool.ts";
import type { ApiTable } from "./api_table.ts";
import { type ConnectionLimits, DEFAULT_LIMITS } from "./connection_limits.ts";
import { ConnectionRegistry } from "./connection_registry.ts";
import { SMALLEST_BUFFER_BYTES } from "./frame_receiver.ts";
import { HeldBytes } from "./held_bytes.ts";
import { IdleConnections } from "./idle_connections.ts";
import { logger } from "./logger.ts";
import type { PlainWords } from "./plain_words.ts";
import { RefusalLog } from "./refusal_log.ts";
import { ServerConnection } from "./server_connection.ts";
import type { ServerState } from "./server_state.ts";

export interface ListenerConfig {
  /** Upper case, e.g. `PLAINTEXT`. */
  readonly name: string;
  /** Host name or address to bind; empty for all interfaces. */
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** What clients are told to connect to; the machine's name and the bound port where left out. */
  readonly advertised?: { readonly host?: string; readonly port?: number };
  /** Connections here may push out quiet ones of other listeners when `max.connections` is reached. */
  readonly interBroker?: boolean;
}

/** A listener that is bound. */
export interface Endpoint {
  readonly name: string;
  /** Bound address and port. */
  readonly host: string;
  readonly port: number;
  /** What clients are told to connect to. */
  readonly advertisedHost: string;
  readonly advertisedPort: number;
}

export interface ServerOptions {
  readonly listeners: readonly ListenerConfig[];
  /** Those left out have Kafka's defaults. */
  readonly limits?: Partial<ConnectionLimits>;
  /** What is answered to plain words in place of a frame, if anything. */
  readonly words?: PlainWords;
  /** Shared between servers of a process where given. */
  readonly buffers?: BytePool;
}

/** Small answers share buffers of this size. A slow reader keeps those that its answers lie in. */
const ANSWER_BUFFER_BYTES = 16 * 1024;

/** `listen` binds and lets connections wait; `serve` begins to answer; `stop` ends. */
export class KafkaServer implements ServerState {
  readonly buffers: BytePool;
  readonly strings = new StringCache();
  readonly writer = new Writer(ANSWER_BUFFER_BYTES);
  readonly idle: IdleConnections;
  readonly held: HeldBytes;
  readonly words: PlainWords | null;
  apis: ApiTable | null = null;
  limits: ConnectionLimits;
  readonly #runtime: Runtime;
  readonly #configs: readonly ListenerConfig[];
  readonly #connections = new ConnectionRegistry();
  readonly #refusals: RefusalLog;
  #listeners: Listener[] = [];
  #endpoints: Endpoint[] = [];
  #stopping = false;
  #whenEmpty: (() => void) | null = null;

  constructor(runtime: Runtime, options: ServerOptions) {
    this.#runtime = runtime;
    this.#configs = options.listeners;
    this.words = options.words ?? null;
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.buffers = options.buffers ??
      new BytePool({ smallestBytes: SMALLEST_BUFFER_BYTES, clock: runtime.clock });
    this.idle = new IdleConnections(runtime.clock, this.limits.maxIdleMs);
    this.#refusals = new RefusalLog(runtime.clock);
    this.held = new HeldBytes(runtime.clock, this.#connections, this.limits.maxHeldBytes);
  }

  get clock() {
    return this.#runtime.clock;
  }

  /** Open connections. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /** The bound listeners, in the order of their configuration; empty before {@linkcode listen}. */
  get endpoints(): readonly Endpoint[] {
    return this.#endpoints;
  }

  /**
   * Binds every listener. Connections are accepted and wait for {@linkcode serve}.
   *
   * @throws {RuntimeError} `address-in-use`, ... Nothing stays bound then.
   */
  async listen(): Promise<readonly Endpoint[]> {
    try {
      for (const config of this.#configs) {
        const { host, port } = config;
        const listener = await this.#runtime.network.listen(
          { host, port, backlog: this.limits.listenBacklog },
          (connection) => this.#accept(connection, config),
        ).catch((error) => {
          throw bindFailure(config, error);
        });
        this.#listeners.push(listener);
        this.#endpoints.push(this.#endpoint(config, listener));
      }
    } catch (error) {
      this.#closeListeners();
      throw error;
    }
    return this.#endpoints;
  }

  /** Answers requests from now on. */
  serve(apis: ApiTable): void {
    this.apis = apis;
    for (const { name, host, port } of this.#endpoints) {
      logger.info("Serving {listener} on {host}:{port}", { listener: name, host, port });
    }
    for (const connection of this.#connections) connection.serve();
  }

  /** Changes limits while running: they count from the next connection, request or read on. */
  changeLimits(changed: Partial<Omit<ConnectionLimits, "maxIdleMs" | "listenBacklog">>): void {
    this.limits = { ...this.limits, ...changed };
  }

  /**
   * Accepts no more, lets requests under way finish and their answers leave, then closes. What takes longer than
   * `drainMs` milliseconds is cut off. Resolves when no connection is left.
   */
  async stop({ drainMs }: { drainMs: number }): Promise<void> {
    this.#stopping = true;
    this.#closeListeners();
    const empty = new Promise<void>((resolve) => this.#whenEmpty = resolve);
    const timer = this.clock.setTimer(drainMs, () => {
      for (const connection of this.#connections) connection.abort();
    });
    for (const connection of this.#connections) connection.drain();
    this.#tellIfEmpty();
    await empty;
    timer.cancel();
  }

  #closed(connection: ServerConnection): void {
    this.#connections.remove(connection);
    this.idle.remove(connection);
    this.#tellIfEmpty();
  }

  #tellIfEmpty(): void {
    if (this.#stopping && this.#connections.size === 0) this.#whenEmpty?.();
  }

  #closeListeners(): void {
    for (const listener of this.#listeners) listener.close();
    this.#listeners = [];
    this.#endpoints = [];
  }

  #accept(connection: Connection, { name, interBroker }: ListenerConfig): void {
    if (this.#stopping) return connection.abort();
    const { address, port } = connection.remote;
    const refusal = this.#connections.refusal(address, this.limits);
    if (refusal !== null && !(interBroker && this.#makeRoom(name, address))) {
      this.#refusals.refused(`${address}:${port}`, name, refusal);
      return connection.abort();
    }
    const id = this.#runtime.random.uniqueId();
    const accepted = new ServerConnection(this, connection, name, id, (c) => this.#closed(c));
    this.#connections.add(accepted);
    this.idle.add(accepted);
    accepted.start();
  }

  /** Closes the quietest connection of another listener for one from `address` on `listener` (KIP-402). */
  #makeRoom(listener: string, address: string): boolean {
    const { maxConnections } = this.limits;
    const all = { ...this.limits, maxConnections: Infinity };
    if (this.#connections.refusal(address, all) !== null) return false;
    const quietest = this.#connections.quietest(listener);
    if (quietest === null) return false;
    logger.info("Closed {connection} to keep to {maxConnections} connections", {
      connection: quietest.peer.id,
      maxConnections,
    });
    quietest.abort();
    this.#connections.remove(quietest);
    this.idle.remove(quietest);
    return true;
  }

  #endpoint({ name, host, advertised }: ListenerConfig, listener: Listener): Endpoint {
    return {
      name,
      host: listener.host,
      port: listener.port,
      advertisedHost: advertised?.host ?? (host === "" ? this.#runtime.network.hostName() : host),
      advertisedPort: advertised?.port ?? listener.port,
    };
  }
}

/** Names the listener, as it stands in `listeners`, to whoever has to change it. */
function bindFailure({ name, host, port }: ListenerConfig, error: unknown): unknown {
  if (!(error instanceof RuntimeError)) return error;
  const reason = error.code === "address-in-use" ? "Address already in use" : error.message;
  const message = `Socket server failed to bind to ${
    host || "0.0.0.0"
  }:${port} (listeners: ${name}): ${reason}`;
  return new RuntimeError(error.code, message, { cause: error });
}
