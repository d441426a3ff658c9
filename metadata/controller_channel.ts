/**
 * A broker's way to the active controller: in the same process or over the network, it looks the same. The leader is
 * found through the metadata log; NOT_CONTROLLER and lost connections are retried until the time is up.
 */
import type { DecodedMessage, EncodableMessage, Message } from "../protocol/codec/message.ts";
import type { RequestContext } from "../network/api.ts";

/** The parts of an API's row that a channel needs; rows of `protocol/apis.ts` have them. */
export interface ChannelApi<Request extends Message<any>, Response extends Message<any>> {
  readonly key: number;
  readonly request: Request;
  readonly response: Response;
}

export interface ControllerChannel {
  /**
   * Sends a request of the broker itself (registration, heartbeat, AllocateProducerIds, ...), in the highest version
   * that both sides know.
   *
   * @throws {ApiError} REQUEST_TIMED_OUT when no active controller answered in time.
   */
  send<Request extends Message<any>, Response extends Message<any>>(
    api: ChannelApi<Request, Response>,
    request: EncodableMessage<Request>,
    timeoutMs: number,
  ): Promise<DecodedMessage<Response>>;
  /**
   * Forwards a client's request under the client's principal (an Envelope on the network, KIP-590), in the client's
   * version.
   *
   * @throws {ApiError} As {@linkcode send}.
   */
  forward<Request extends Message<any>, Response extends Message<any>>(
    api: ChannelApi<Request, Response>,
    request: DecodedMessage<Request>,
    context: RequestContext,
    timeoutMs: number,
  ): Promise<EncodableMessage<Response>>;
}
