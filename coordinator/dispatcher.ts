/**
 * Runs requests that did not come over the controller listener themselves: those in Envelopes (KIP-590), and those of
 * the broker in the same process.
 */
import type { ApiHandler, ConnectionInfo, RequestContext } from "../network/api.ts";
import { apiByKey, Apis } from "../protocol/apis.ts";
import { DecodeError } from "../protocol/codec/errors.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import { Reader } from "../protocol/codec/reader.ts";
import { includesVersion } from "../protocol/codec/versions.ts";
import { Writer } from "../protocol/codec/writer.ts";
import { RequestHeader, ResponseHeader } from "../protocol/data/headers.ts";
import { DefaultPrincipalData } from "../protocol/data/principal.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { EnvelopeRequest, EnvelopeResponse } from "../protocol/messages/envelope.ts";
import { type Access, Operation } from "./access.ts";
import { type ControllerApi, controllerApi, toHandler } from "./controller_api.ts";
import { failureOf } from "./failure.ts";

type Envelope = DecodedMessage<typeof EnvelopeRequest>;

export class Dispatcher {
  readonly envelopeHandler: ApiHandler;
  readonly #apis: ReadonlyMap<number, ControllerApi>;
  readonly #quorum: ReadonlyMap<number, ApiHandler>;

  constructor(apis: readonly ControllerApi[], quorum: readonly ApiHandler[], access: Access) {
    this.#apis = new Map(apis.map((api) => [api.api.key, api]));
    this.#quorum = new Map(quorum.map((handler) => [handler.key, handler]));
    this.envelopeHandler = toHandler(controllerApi({
      api: Apis.Envelope,
      overlaps: true,
      run: async (request, context): Promise<EncodableMessage<typeof EnvelopeResponse>> => {
        access.demandOnCluster(context, Operation.CLUSTER_ACTION);
        return { errorCode: 0, responseData: await this.#open(request, context) };
      },
      failed: (_request, { errorCode }) => ({ errorCode, responseData: null }),
    }));
  }

  /**
   * The answer to a decoded request.
   *
   * @throws {ApiError} NOT_CONTROLLER when the active controller is elsewhere; INVALID_REQUEST when nobody serves the API.
   */
  async dispatch(apiKey: number, request: unknown, context: RequestContext): Promise<unknown> {
    const api = this.#apis.get(apiKey);
    if (api !== undefined) {
      try {
        return await api.run(request as never, context);
      } catch (error) {
        const failure = failureOf(error);
        if (failure.errorCode === Errors.NOT_CONTROLLER) throw error;
        return api.failed(request as never, failure, context);
      }
    }
    const handler = this.#quorum.get(apiKey);
    if (handler === undefined) {
      throw new ApiError(Errors.INVALID_REQUEST, `API ${apiKey} is not served by controllers`);
    }
    const response = await handler.handle(request as never, context) as AnyResponse;
    if (isNotLeader(response)) throw new ApiError(Errors.NOT_CONTROLLER);
    return response;
  }

  async #open(envelope: Envelope, context: RequestContext): Promise<Uint8Array> {
    const principal = readPrincipal(envelope.requestPrincipal);
    const host = addressText(envelope.clientHostAddress);
    const { header, request } = this.#readRequest(envelope.requestData.slice());
    const { requestApiKey: apiKey, requestApiVersion: apiVersion, correlationId } = header;
    const response = await this.dispatch(apiKey, request, {
      apiKey,
      apiVersion,
      correlationId,
      clientId: header.clientId ?? "",
      principal,
      connection: forwarded(context.connection, host),
    });
    const api = apiByKey(apiKey)!;
    const writer = new Writer();
    ResponseHeader.write(writer, { correlationId }, api.responseHeaderVersion(apiVersion));
    api.response.write(writer, response as never, apiVersion);
    return writer.toBytes();
  }

  #readRequest(bytes: Uint8Array) {
    const invalid = (message: string) => new ApiError(Errors.INVALID_REQUEST, message);
    if (bytes.length < 4) throw invalid("The request in the envelope has no header");
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const [key, version] = [view.getInt16(0), view.getInt16(2)];
    const api = apiByKey(key);
    if (!api?.forwardable || !(this.#apis.has(key) || this.#quorum.has(key))) {
      throw invalid(`API ${key} can not be forwarded`);
    }
    if (!includesVersion(api.answered, version)) {
      throw new ApiError(Errors.UNSUPPORTED_VERSION, `${api.name} has no version ${version}`);
    }
    try {
      const reader = new Reader(bytes);
      const header = RequestHeader.read(reader, api.requestHeaderVersion(version));
      return { header, request: api.request.read(reader, version) };
    } catch (error) {
      if (error instanceof DecodeError) throw invalid(error.message);
      throw error;
    }
  }
}

interface AnyResponse {
  readonly errorCode?: number;
  readonly topics?: unknown;
}

/** DescribeQuorum and the like answer a node that does not lead with errors of their own. */
function isNotLeader(response: AnyResponse): boolean {
  const codes = [response.errorCode];
  if (Array.isArray(response.topics)) {
    for (const { partitions = [] } of response.topics) {
      for (const { errorCode } of partitions) codes.push(errorCode);
    }
  }
  return codes.includes(Errors.NOT_LEADER_OR_FOLLOWER) || codes.includes(Errors.NOT_CONTROLLER);
}

function readPrincipal(bytes: Uint8Array | null) {
  try {
    if (bytes === null) throw new DecodeError("No principal", 0);
    const reader = new Reader(bytes);
    const version = reader.int16();
    if (!includesVersion(DefaultPrincipalData.versions, version)) {
      throw new DecodeError(`Unknown principal version ${version}`, 0);
    }
    const { type, name } = DefaultPrincipalData.read(reader, version);
    return { type, name };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new ApiError(Errors.PRINCIPAL_DESERIALIZATION_FAILURE, error.message);
  }
}

/** The text of 4 or 16 address bytes. */
function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join(".");
  if (bytes.length === 16) {
    const groups: string[] = [];
    for (let i = 0; i < 16; i += 2) groups.push(((bytes[i] << 8) | bytes[i + 1]).toString(16));
    return groups.join(":");
  }
  throw new ApiError(Errors.INVALID_REQUEST, "The client's address is neither 4 nor 16 bytes long");
}

function forwarded(connection: ConnectionInfo, remoteAddress: string): ConnectionInfo {
  return {
    id: connection.id,
    listener: connection.listener,
    remoteAddress,
    remotePort: 0,
    clientSoftwareName: connection.clientSoftwareName,
    clientSoftwareVersion: connection.clientSoftwareVersion,
    onClose: (callback) => connection.onClose(callback),
    // The broker keeps its client waiting itself; this connection carries other clients too.
    mute: () => {},
  };
}
