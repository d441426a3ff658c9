/** The way to the active controller over the network: looks up the leader, connects, retries (metadata spec 5.4, 5.5). */
import type { ChannelApi, ControllerChannel } from "../metadata/controller_channel.ts";
import type { Principal, RequestContext } from "../network/api.ts";
import type { Api } from "../protocol/api.ts";
import { apiByKey, Apis } from "../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../protocol/codec/message.ts";
import { Reader } from "../protocol/codec/reader.ts";
import { Writer } from "../protocol/codec/writer.ts";
import { RequestHeader, ResponseHeader } from "../protocol/data/headers.ts";
import { DefaultPrincipalData } from "../protocol/data/principal.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { addressBytes } from "./address_bytes.ts";
import { ConnectionError } from "./errors.ts";
import { KafkaConnection } from "./kafka_connection.ts";

/** Between attempts while there is no active controller. */
const RETRY_MS = 50;

export interface ControllerAddress {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

export interface NetworkChannelOptions {
  readonly clientId: string;
  /** The leader of the metadata quorum, as far as known. */
  leader(): ControllerAddress | null;
}

export class NetworkControllerChannel implements ControllerChannel {
  #connection: { readonly to: ControllerAddress; readonly open: Promise<KafkaConnection> } | null =
    null;

  constructor(readonly runtime: Runtime, readonly options: NetworkChannelOptions) {}

  send<Request extends Message<any>, Response extends Message<any>>(
    api: ChannelApi<Request, Response>,
    request: EncodableMessage<Request>,
    timeoutMs: number,
  ): Promise<DecodedMessage<Response>> {
    return this.#retry(timeoutMs, async (connection, leftMs) => {
      const response = await connection.send(api as Api<Request, Response>, request, {
        timeoutMs: leftMs,
      });
      return errorCodeOf(response) === Errors.NOT_CONTROLLER ? null : response;
    });
  }

  forward<Request extends Message<any>, Response extends Message<any>>(
    api: ChannelApi<Request, Response>,
    request: DecodedMessage<Request>,
    context: RequestContext,
    timeoutMs: number,
  ): Promise<EncodableMessage<Response>> {
    const envelope = {
      requestData: innerRequest(api, request, context),
      requestPrincipal: principalBytes(context.principal),
      clientHostAddress: addressBytes(context.connection.remoteAddress),
    };
    return this.#retry(timeoutMs, async (connection, leftMs) => {
      const answer = await connection.send(Apis.Envelope, envelope, { timeoutMs: leftMs });
      if (answer.errorCode === Errors.NOT_CONTROLLER) return null;
      if (answer.errorCode !== Errors.NONE || answer.responseData === null) {
        throw new ApiError(Errors.UNKNOWN_SERVER_ERROR);
      }
      return innerResponse(api, answer.responseData, context.apiVersion);
    });
  }

  /** Ends the connection; a later request opens a new one. */
  close(): void {
    const { open } = this.#connection ?? {};
    this.#connection = null;
    open?.then((connection) => connection.close(), () => {});
  }

  /** Calls `attempt` until it gives something else than null, or the time is up. */
  async #retry<T>(
    timeoutMs: number,
    attempt: (connection: KafkaConnection, leftMs: number) => Promise<T | null>,
  ): Promise<T> {
    const { clock } = this.runtime;
    const deadline = clock.monotonic() + timeoutMs;
    while (true) {
      const leftMs = deadline - clock.monotonic();
      if (leftMs <= 0) {
        throw new ApiError(Errors.REQUEST_TIMED_OUT, "No active controller answered in time");
      }
      const leader = this.options.leader();
      if (leader !== null) {
        try {
          const result = await attempt(await this.#connect(leader, leftMs), leftMs);
          if (result !== null) return result;
        } catch (error) {
          if (!(error instanceof ConnectionError)) throw error;
        }
        this.close();
      }
      await clock.sleep(Math.min(RETRY_MS, Math.max(1, leftMs)));
    }
  }

  #connect(leader: ControllerAddress, connectTimeoutMs: number): Promise<KafkaConnection> {
    const current = this.#connection;
    if (current !== null) {
      const { id, host, port } = current.to;
      if (id === leader.id && host === leader.host && port === leader.port) return current.open;
      this.close();
    }
    const { host, port } = leader;
    const { clientId } = this.options;
    const open = KafkaConnection.open(this.runtime, { host, port, clientId, connectTimeoutMs });
    const mine = { to: leader, open };
    this.#connection = mine;
    const forget = () => {
      if (this.#connection === mine) this.#connection = null;
    };
    open.then((connection) => connection.onClose(forget), forget);
    return open;
  }
}

function errorCodeOf(response: unknown): number {
  return (response as { errorCode?: number }).errorCode ?? Errors.NONE;
}

function innerRequest<Request extends Message<any>>(
  { key, request: message }: ChannelApi<Request, Message<any>>,
  request: DecodedMessage<Request>,
  context: RequestContext,
): Uint8Array {
  const { apiVersion, correlationId, clientId } = context;
  const writer = new Writer();
  RequestHeader.write(writer, {
    requestApiKey: key,
    requestApiVersion: apiVersion,
    correlationId,
    clientId,
  }, apiByKey(key)!.requestHeaderVersion(apiVersion));
  message.write(writer, request as EncodableMessage<Request>, apiVersion);
  return writer.toBytes();
}

function innerResponse<Response extends Message<any>>(
  { key, response }: ChannelApi<Message<any>, Response>,
  bytes: Uint8Array,
  version: number,
): EncodableMessage<Response> {
  const reader = new Reader(bytes);
  ResponseHeader.read(reader, apiByKey(key)!.responseHeaderVersion(version));
  return response.read(reader, version) as EncodableMessage<Response>;
}

function principalBytes({ type, name }: Principal): Uint8Array {
  const writer = new Writer();
  writer.int16(0);
  DefaultPrincipalData.write(writer, { type, name, tokenAuthenticated: false }, 0);
  return writer.toBytes();
}
