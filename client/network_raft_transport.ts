/** Carries Raft requests to other controllers: one connection to each, opened when it is needed. */
import {
  type RaftApi,
  type RaftReply,
  type RaftTransport,
  UnsupportedApiError,
} from "../metadata/raft/raft_transport.ts";
import type { Destination } from "../metadata/raft/types.ts";
import type { Api } from "../protocol/api.ts";
import type { EncodableMessage, Message } from "../protocol/codec/message.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { KafkaConnection } from "./kafka_connection.ts";

export class NetworkRaftTransport implements RaftTransport {
  readonly #connections = new Map<string, Promise<KafkaConnection>>();
  #closed = false;

  constructor(readonly runtime: Runtime, readonly clientId: string) {}

  async send<Request extends Message<any>, Response extends Message<any>>(
    to: Destination,
    api: RaftApi<Request, Response>,
    build: (version: number) => EncodableMessage<Request>,
    timeoutMs: number,
  ): Promise<RaftReply<Response>> {
    const connection = await this.#connect(to.host, to.port, timeoutMs);
    const row = api as Api<Request, Response>;
    const version = versionFor(connection, row);
    const response = await connection.send(row, build(version), { version, timeoutMs });
    return { version, response };
  }

  close(): void {
    this.#closed = true;
    for (const open of this.#connections.values()) open.then((c) => c.close(), () => {});
    this.#connections.clear();
  }

  #connect(host: string, port: number, connectTimeoutMs: number): Promise<KafkaConnection> {
    const key = `${host}:${port}`;
    let open = this.#connections.get(key);
    if (open === undefined) {
      const { clientId } = this;
      open = KafkaConnection.open(this.runtime, { host, port, clientId, connectTimeoutMs });
      this.#connections.set(key, open);
      const forget = () => {
        if (this.#connections.get(key) === open) this.#connections.delete(key);
      };
      open.then((connection) => {
        connection.onClose(forget);
        if (this.#closed) connection.close();
      }, forget);
    }
    return open;
  }
}

function versionFor(connection: KafkaConnection, api: Api): number {
  try {
    return connection.versionFor(api);
  } catch (error) {
    if (error instanceof ApiError && error.code === Errors.UNSUPPORTED_VERSION) {
      throw new UnsupportedApiError(error.message);
    }
    throw error;
  }
}
