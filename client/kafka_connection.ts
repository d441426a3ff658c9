/** A connection to one broker or controller: typed requests, pipelined, each answered by a promise. */
import { FrameReceiver, type FrameSink } from "../network/frame_receiver.ts";
import type { Api } from "../protocol/api.ts";
import { Apis } from "../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../protocol/codec/message.ts";
import { Reader } from "../protocol/codec/reader.ts";
import { ResponseHeader } from "../protocol/data/headers.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Connection, Receiver, Runtime, RuntimeError } from "../runtime/runtime.ts";
import { NEW_ARRAYS } from "../storage/byte_pool.ts";
import { ConnectionError } from "./errors.ts";
import { logger } from "./logger.ts";
import { type PendingRequest, PendingRequests } from "./pending_requests.ts";
import { encodeRequest } from "./request_frame.ts";

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly clientId?: string | null;
  /** Default 10000 (`socket.connection.setup.timeout.ms`). */
  readonly connectTimeoutMs?: number;
  /** For requests that name no other. Default 30000 (`request.timeout.ms`). */
  readonly requestTimeoutMs?: number;
  /** Longer answers break the connection. Default 2^31 - 1. */
  readonly maxResponseBytes?: number;
}

export interface SendOptions {
  /** Default: the highest version that both sides know. */
  readonly version?: number;
  readonly timeoutMs?: number;
}

type ApiVersions = DecodedMessage<(typeof Apis.ApiVersions)["response"]>;

const SOFTWARE = { clientSoftwareName: "ottla", clientSoftwareVersion: "0.1.0" };

export class KafkaConnection implements Receiver, FrameSink {
  readonly host: string;
  readonly port: number;
  readonly clientId: string | null;
  readonly requestTimeoutMs: number;
  readonly #runtime: Runtime;
  readonly #socket: Connection;
  readonly #frames: FrameReceiver;
  readonly #pending: PendingRequests;
  readonly #versions = new Map<number, { readonly min: number; readonly max: number }>();
  #apiVersions: ApiVersions | null = null;
  #correlationId = 0;
  #failure: ConnectionError | null = null;
  #onClose: (() => void)[] = [];

  private constructor(runtime: Runtime, socket: Connection, options: ConnectionOptions) {
    this.host = options.host;
    this.port = options.port;
    this.clientId = options.clientId ?? null;
    this.requestTimeoutMs = options.requestTimeoutMs ?? 30000;
    this.#runtime = runtime;
    this.#socket = socket;
    // Nothing is used again: answers stay valid as long as anyone holds them.
    this.#frames = new FrameReceiver(this, NEW_ARRAYS, options.maxResponseBytes ?? 0x7fffffff);
    this.#pending = new PendingRequests(runtime.clock, ({ api }) => {
      this.#fail("timed-out", `${api.name} was not answered in time`);
    });
  }

  /**
   * Connects and asks for the broker's API versions.
   *
   * @throws {ConnectionError} If there is no connection or no sensible answer.
   */
  static async open(runtime: Runtime, options: ConnectionOptions): Promise<KafkaConnection> {
    const { host, port, connectTimeoutMs = 10000 } = options;
    let socket: Connection;
    logger.debug("Connecting to {host}:{port}", { host, port });
    try {
      socket = await runtime.network.connect({ host, port, timeoutMs: connectTimeoutMs });
    } catch (cause) {
      logger.debug("No connection to {host}:{port}: {cause}", { host, port, cause });
      const message = `No connection to ${host}:${port}: ${(cause as Error).message}`;
      throw new ConnectionError("not-connected", message, { cause });
    }
    const connection = new KafkaConnection(runtime, socket, options);
    socket.receive(connection);
    try {
      await connection.#negotiate();
      logger.debug("Connected to {host}:{port}, which knows {apis} APIs", () => ({
        host,
        port,
        apis: connection.#versions.size,
      }));
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  /** Whether requests can still be sent. */
  get isOpen(): boolean {
    return this.#failure === null;
  }

  /** What the broker told about itself: API versions and features. */
  get apiVersions(): ApiVersions {
    return this.#apiVersions!;
  }

  /** Versions of an API that the broker lists; undefined if it does not know the API. */
  listedVersions(key: number): { readonly min: number; readonly max: number } | undefined {
    return this.#versions.get(key);
  }

  /**
   * The highest version of an API that both sides know.
   *
   * @throws {ApiError} UNSUPPORTED_VERSION if there is none.
   */
  versionFor(api: Api): number {
    const broker = this.#versions.get(api.key);
    const version = Math.min(api.versions.max, broker?.max ?? -1);
    if (broker === undefined || version < Math.max(api.versions.min, broker.min)) {
      throw new ApiError(
        Errors.UNSUPPORTED_VERSION,
        unsupported(api, broker),
      );
    }
    return version;
  }

  /**
   * Sends a request; several may be under way.
   *
   * @returns The answer. Its byte fields stay valid.
   * @throws {ConnectionError} If the connection ends first or the answer does not come in time.
   * @throws {ApiError} UNSUPPORTED_VERSION; errors inside of answers are the caller's to see.
   */
  send<Request extends Message<any>, Response extends Message<any>>(
    api: Api<Request, Response>,
    request: EncodableMessage<Request>,
    options: SendOptions = {},
  ): Promise<DecodedMessage<Response>> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) throw this.#failure;
      const version = options.version ?? this.versionFor(api);
      const timeoutMs = options.timeoutMs ?? this.requestTimeoutMs;
      const correlationId = this.#write(api, version, request);
      const deadlineMs = this.#runtime.clock.monotonic() + timeoutMs;
      this.#pending.add(correlationId, { api, version, deadlineMs, resolve, reject });
    });
  }

  /**
   * Sends a request that has no answer (Produce with acks=0).
   *
   * @throws {ConnectionError} If the connection has ended.
   */
  sendUnanswered<Request extends Message<any>>(
    api: Api<Request>,
    request: EncodableMessage<Request>,
    version: number = this.versionFor(api),
  ): void {
    if (this.#failure !== null) throw this.#failure;
    this.#write(api, version, request);
  }

  /** Calls back once when the connection has ended, however; at once if it has already. */
  onClose(callback: () => void): void {
    if (this.#failure !== null) callback();
    else this.#onClose.push(callback);
  }

  /** Requests under way fail. Idempotent. */
  close(): void {
    if (this.#failure !== null) return;
    this.#end(new ConnectionError("disconnected", `Closed ${this.host}:${this.port}`));
    this.#socket.close();
  }

  // ---- Receiver and FrameSink

  buffer(): Uint8Array {
    return this.#frames.buffer();
  }

  received(length: number): void {
    this.#frames.received(length);
  }

  drained(): void {}

  closed(error: RuntimeError | null): void {
    const reason = error === null ? "closed the connection" : error.message;
    this.#end(
      new ConnectionError("disconnected", `${this.host}:${this.port}: ${reason}`, { cause: error }),
    );
    this.#frames.stop();
  }

  badFrameSize(size: number): void {
    this.#fail("protocol", `announced an answer of ${size} bytes`);
  }

  frame(source: Uint8Array, start: number, end: number): boolean {
    // A frame in a buffer of its own starts at 0; the others lie in the read buffer, which is used again.
    const reader = start === 0 ? new Reader(source, 0, end) : new Reader(source.slice(start, end));
    let request: PendingRequest | undefined;
    try {
      const id = reader.int32();
      request = this.#pending.take(id);
      if (request === undefined) this.#fail("protocol", "answered what was not asked");
      else {
        this.#note("Received", request, id, end - start);
        request.resolve(this.#decode(reader, request));
      }
    } catch (error) {
      const failure = this.#fail("protocol", `sent a broken answer: ${(error as Error).message}`);
      request?.reject(failure);
    }
    return true;
  }

  // ---- the rest

  #decode(reader: Reader, { api, version }: PendingRequest): unknown {
    if (api.key === Apis.ApiVersions.key && version > 0) {
      // An unsupported version is answered in version 0 (KIP-511).
      const at = reader.position;
      if (reader.int16() === Errors.UNSUPPORTED_VERSION) version = 0;
      reader.position = at;
    } else {
      reader.position -= 4;
      ResponseHeader.read(reader, api.responseHeaderVersion(version));
    }
    return api.response.read(reader, version);
  }

  #write(api: Api, version: number, body: unknown): number {
    const correlationId = this.#correlationId;
    this.#correlationId = (correlationId + 1) & 0x7fffffff;
    let bytes = 0;
    for (const chunk of encodeRequest(api, version, correlationId, this.clientId, body)) {
      bytes += chunk.length;
      this.#socket.write(chunk);
    }
    this.#note("Sent", { api, version }, correlationId, bytes);
    return correlationId;
  }

  #note(
    what: "Sent" | "Received",
    { api, version }: { readonly api: Api; readonly version: number },
    id: number,
    bytes: number,
  ): void {
    if (!logger.isEnabledFor("debug")) return;
    logger.debug(
      "{what} {name} v{version} {way} {host}:{port}, correlation id {id}, {bytes} bytes",
      {
        what,
        name: api.name,
        version,
        way: what === "Sent" ? "to" : "from",
        host: this.host,
        port: this.port,
        id,
        bytes,
      },
    );
  }

  async #negotiate(): Promise<void> {
    const { versions } = Apis.ApiVersions;
    let version = versions.max;
    let answer = await this.send(Apis.ApiVersions, SOFTWARE, { version });
    if (answer.errorCode === Errors.UNSUPPORTED_VERSION) {
      const listed = answer.apiKeys.find(({ apiKey }) => apiKey === Apis.ApiVersions.key);
      version = Math.min(versions.max, listed?.maxVersion ?? 0);
      answer = await this.send(Apis.ApiVersions, SOFTWARE, { version });
    }
    if (answer.errorCode !== Errors.NONE) {
      throw this.#fail("protocol", `refused ApiVersions with error ${answer.errorCode}`);
    }
    this.#apiVersions = answer;
    for (const { apiKey, minVersion, maxVersion } of answer.apiKeys) {
      this.#versions.set(apiKey, { min: minVersion, max: maxVersion });
    }
  }

  /** Ends the connection for a reason of our own. */
  #fail(code: "timed-out" | "protocol", what: string): ConnectionError {
    const failure = new ConnectionError(code, `${this.host}:${this.port} ${what}`);
    this.#end(failure);
    this.#frames.stop();
    this.#socket.abort();
    return failure;
  }

  #end(failure: ConnectionError): void {
    if (this.#failure !== null) return;
    this.#failure = failure;
    logger.debug("Disconnected: {reason}", { reason: failure.message });
    for (const request of this.#pending.takeAll()) request.reject(failure);
    const callbacks = this.#onClose;
    this.#onClose = [];
    for (const callback of callbacks) callback();
  }
}

/** In the words that Kafka's clients have for it. */
function unsupported(
  { name, versions }: Api,
  broker: { readonly min: number; readonly max: number } | undefined,
): string {
  const text = `The node does not support ${
    name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase()
  }`;
  if (broker === undefined) return text;
  return `${text} with version in range [${versions.min},${versions.max}]. The supported range is ` +
    `[${broker.min},${broker.max}].`;
}
