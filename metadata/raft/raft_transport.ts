/** How the Raft driver reaches other nodes. The network behind it is the caller's. */
import type { Api } from "../../protocol/api.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../../protocol/codec/message.ts";
import type { Destination } from "./types.ts";

/** A row of `protocol/apis.ts`. */
export type RaftApi<Request extends Message<any>, Response extends Message<any>> = Api<
  Request,
  Response
>;

export interface RaftReply<Response extends Message<any>> {
  readonly version: number;
  /** Owned by the receiver: byte fields stay as they are. */
  readonly response: DecodedMessage<Response>;
}

export interface RaftTransport {
  /**
   * Sends one request in the highest version that both sides know and resolves with its answer. `build` may be called
   * once, with that version.
   *
   * @throws {UnsupportedApiError} When there is no such version, or `build` says that it needs a higher one.
   * @throws {Error} Whatever else keeps the answer from coming.
   */
  send<Request extends Message<any>, Response extends Message<any>>(
    to: Destination,
    api: RaftApi<Request, Response>,
    build: (version: number) => EncodableMessage<Request>,
    timeoutMs: number,
  ): Promise<RaftReply<Response>>;
  close(): void;
}

/** The peer does not know the API, or not in a version that can carry the request. */
export class UnsupportedApiError extends Error {
  override name = "UnsupportedApiError";
}
