/**
 * The seam between connections and what a role can do: one {@linkcode ApiHandler} per API, collected in an
 * {@linkcode ApiTable} from which the ApiVersions answer is computed, so that nothing unfinished is ever advertised.
 */
import type { DecodedMessage, EncodableMessage, Message } from "../protocol/codec/message.ts";

/** Who sent a request and how. Handlers compute from it and never touch the socket. */
export interface RequestContext {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  /** Empty when the client sent null. */
  readonly clientId: string;
  readonly principal: Principal;
  readonly connection: ConnectionInfo;
}

export interface Principal {
  /** `User`. */
  readonly type: string;
  /** `ANONYMOUS` where nobody authenticated. */
  readonly name: string;
}

export interface ConnectionInfo {
  /** Unique in the process. */
  readonly id: string;
  /** Name of the listener the connection came in on, upper case (`PLAINTEXT`). */
  readonly listener: string;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** From ApiVersions 3+; `unknown` before. */
  clientSoftwareName: string;
  clientSoftwareVersion: string;
  /**
   * Calls back once when the connection is gone (parked work may be dropped); at once if it is gone already.
   *
   * @returns A function that takes the callback back, for work that ends before the connection does.
   */
  onClose(callback: () => void): () => void;
  /** What an answer may take; absent where answers go to this process. */
  readonly answerSpace?: AnswerSpace;
  /** Handles no further request of this connection for `delayMs`: what a throttle time in an answer promises. */
  mute(delayMs: number): void;
}

/** How much of the server's memory an answer may take, for handlers whose answers can be large. */
export interface AnswerSpace {
  /** So much of an answer should be in memory before it is sent; less the more is held for clients. */
  readonly eagerBytes: number;
  /** The answer under way takes this much now: what it took before is counted no more. */
  hold(bytes: number): void;
}

/** Returned by a handler when no answer goes out (Produce with acks=0). */
export const NO_RESPONSE = Symbol("no response");
/** Returned by a handler when the connection is to be closed without an answer. */
export const CLOSE_CONNECTION = Symbol("close connection");

export type Answer<Response> = Response | typeof NO_RESPONSE | typeof CLOSE_CONNECTION;

/** One API of a role. `AnyApi` is a row of `protocol/apis.ts`. */
export interface ApiHandler<
  Request extends Message<any> = any,
  Response extends Message<any> = any,
> {
  readonly key: number;
  readonly name: string;
  readonly request: Request;
  readonly response: Response;
  /** Versions advertised in ApiVersions. */
  readonly versions: { readonly min: number; readonly max: number };
  /** Versions answered, where narrower than advertised (Produce: 0-2 are advertised and refused). */
  readonly answered?: { readonly min: number; readonly max: number };
  /** Answered when sent, but left out of ApiVersions (telemetry without a receiver). */
  readonly unlisted?: boolean;
  /**
   * Later requests of the connection may be handled while this one is still under way (answers keep their order).
   * Without it the connection handles nothing else until the answer is ready, as in Kafka. `one at a time` is for large
   * answers: other requests may be under way meanwhile, but no second one of this kind.
   */
  readonly overlaps?: boolean | "one at a time";
  /**
   * Told when the kernel has all of an answer: byte fields of it may be changed from now on.
   */
  sent?(answer: any): void;
  /** Told instead where the connection ended before. The system may still be reading byte fields. */
  unsent?(answer: any): void;
  /**
   * Computes the answer. Byte fields of `request` are views of a connection buffer that is reused: they are valid only
   * until the handler has returned (for a promise: until its first await), so keep copies.
   */
  handle(
    request: DecodedMessage<Request>,
    context: RequestContext,
  ): Answer<EncodableMessage<Response>> | Promise<Answer<EncodableMessage<Response>>>;
}
