/**
 * One connection of a server: frames in, requests to their handlers in order, answers out in order.
 *
 * Like Kafka it handles one request at a time, but where handlers allow it (`overlaps`) later requests start while
 * earlier ones are under way. When a request has to wait, or too much waits to be sent, the socket is not read: what is
 * kept per connection has a bound.
 */
import { DecodeError } from "../protocol/codec/errors.ts";
import { includesVersion } from "../protocol/codec/versions.ts";
import { Reader } from "../protocol/codec/reader.ts";
import type { Connection, Receiver, RuntimeError } from "../runtime/runtime.ts";
import {
  type Answer,
  type ApiHandler,
  CLOSE_CONNECTION,
  NO_RESPONSE,
  type Principal,
  type RequestContext,
} from "./api.ts";
import { API_VERSIONS_KEY, UNSUPPORTED_API_VERSIONS } from "./api_versions.ts";
import type { AnswerParts, AnswerSlot } from "./answer_queue.ts";
import { AnswerSender, type AnswerSenderOwner, fateOf } from "./answer_sender.ts";
import { ConnectionLog } from "./connection_log.ts";
import { FrameReceiver, type FrameSink } from "./frame_receiver.ts";
import type { Holder } from "./held_bytes.ts";
import type { Idler } from "./idle_connections.ts";
import { Mute } from "./mute.ts";
import { Peer } from "./peer.ts";
import { wordOfSize } from "./plain_words.ts";
import { peekKeyAndVersion, readClientId, readCorrelationId } from "./request_header.ts";
import { encodeResponse } from "./response_frame.ts";
import type { ServerState } from "./server_state.ts";

const ANONYMOUS: Principal = { type: "User", name: "ANONYMOUS" };
const NOTHING: AnswerParts = [];

export class ServerConnection implements Receiver, FrameSink, Idler, Holder, AnswerSenderOwner {
  lastActiveTick = 0;
  principal = ANONYMOUS;
  readonly peer: Peer;
  readonly #log: ConnectionLog;
  readonly #server: ServerState;
  readonly #connection: Connection;
  readonly #whenClosed: (connection: ServerConnection) => void;
  readonly #frames: FrameReceiver;
  readonly #answers: AnswerSender;
  /** A request is under way that lets no other start. */
  #exclusive = false;
  /** A request is under way of which there may be one at a time. */
  #oneUnderWay = false;
  /** What its answer takes already. */
  #makingBytes = 0;
  /** What this connection holds, as the server counts it. */
  #heldBytes = 0;
  #paused = false;
  readonly #mute: Mute;
  /** No further request is taken; the connection closes after the answers that are owed. */
  #ending = false;
  #gone = false;

  /** @param whenClosed Called once, before those who wait for the end of the peer. */
  constructor(
    server: ServerState,
    connection: Connection,
    listener: string,
    id: string,
    whenClosed: (connection: ServerConnection) => void,
  ) {
    this.#server = server;
    this.#whenClosed = whenClosed;
    this.#connection = connection;
    this.#answers = new AnswerSender(connection, this);
    this.#mute = new Mute(server.clock, () => this.goOn());
    const { address, port } = connection.remote;
    this.peer = new Peer(id, listener, address, port, (delayMs) => {
      if (!this.#gone) this.#mute.lasts(delayMs);
    }, this);
    this.#log = new ConnectionLog(this.peer);
    this.#frames = new FrameReceiver(this, server.buffers, server.limits.maxRequestBytes);
  }

  /** Begins to read, or to wait for the server to serve. */
  start(): void {
    if (this.#server.apis === null) this.#pause();
    this.#connection.receive(this);
  }

  /** The server serves now. */
  serve(): void {
    this.goOn();
  }

  /** Takes no further request and closes when the answers of those under way are out. */
  drain(): void {
    this.#end();
  }

  /** Closes without waiting for anything. */
  abort(): void {
    this.#connection.abort();
  }

  closeIdle(): void {
    this.#log.idle(this.#server.limits.maxIdleMs);
    this.#connection.abort();
  }

  closeStalled(): void {
    this.#log.stalled();
    this.#connection.abort();
  }

  // ---- bytes in

  buffer(): Uint8Array {
    const room = this.#frames.buffer();
    this.recount();
    return room;
  }

  received(length: number): void {
    this.lastActiveTick = this.#server.idle.tick;
    this.#frames.isFrugal = this.#server.held.pressed;
    this.#frames.received(length);
    this.recount();
    if (!this.#paused && !this.#mayReceive()) this.#pause();
  }

  drained(): void {
    this.lastActiveTick = this.#server.idle.tick;
    this.recount();
    this.goOn();
  }

  closed(error: RuntimeError | null): void {
    this.#gone = true;
    this.#ending = true;
    this.#mute.cancel();
    this.#frames.close();
    this.#answers.abandon();
    this.#server.held.add(-this.#heldBytes);
    this.#server.held.remove(this);
    this.#heldBytes = 0;
    if (error !== null && error.code !== "connection-reset") this.#log.lost(error);
    this.#whenClosed(this);
    this.peer.gone();
  }

  badFrameSize(size: number): void {
    const answer = this.#server.words?.get(wordOfSize(size));
    if (answer === undefined) return this.#refuse(`a frame of ${size} bytes`);
    this.#connection.write(new TextEncoder().encode(answer()));
    this.#end();
  }

  frame(source: Uint8Array, start: number, end: number): boolean {
    if (!this.#mayTakeMore()) return this.#wait();
    try {
      return this.#request(source, start, end);
    } catch (error) {
      if (error instanceof DecodeError) this.#refuse(error.message);
      else {
        this.#log.fault(error);
        this.#end();
      }
      return true;
    }
  }

  // ---- requests

  /** Handles a request. @throws {DecodeError} Where it can't be read. */
  #request(source: Uint8Array, start: number, end: number): boolean {
    const keyAndVersion = peekKeyAndVersion(source, start, end);
    const apiKey = keyAndVersion >> 16;
    const apiVersion = (keyAndVersion << 16) >> 16;
    const handler = this.#server.apis!.find(apiKey);
    if (handler === undefined) {
      this.#refuse(`API key ${apiKey}, which is not served here`);
      return true;
    }
    if (this.#answers.length > 0 && !this.#mayOverlap(handler)) return this.#wait();
    const supported = includesVersion(handler.answered ?? handler.versions, apiVersion);
    if (!supported && apiKey !== API_VERSIONS_KEY) {
      this.#refuse(`${handler.name} in version ${apiVersion}, which is not supported`);
      return true;
    }
    const reader = new Reader(source, start, end, this.#server.strings);
    const correlationId = readCorrelationId(reader);
    const clientId = readClientId(reader, handler.request.isFlexible(apiVersion));
    const context: RequestContext = {
      apiKey,
      apiVersion,
      correlationId,
      clientId,
      principal: this.principal,
      connection: this.peer,
    };
    if (supported) this.#handle(handler, handler.request.read(reader, apiVersion), context);
    else this.#answerNow(handler, { ...context, apiVersion: 0 }, UNSUPPORTED_API_VERSIONS);
    return true;
  }

  #mayOverlap({ overlaps }: ApiHandler): boolean {
    return !this.#exclusive && (overlaps === true || overlaps !== undefined && !this.#oneUnderWay);
  }

  #handle(handler: ApiHandler, request: any, context: RequestContext): void {
    let answer: Answer<any> | Promise<Answer<any>>;
    try {
      answer = handler.handle(request, context);
    } catch (error) {
      return this.#fail(handler, context, error, this.#answers.reserve());
    }
    if (answer instanceof Promise) this.#answerLater(handler, context, answer);
    else this.#answerNow(handler, context, answer);
  }

  #answerLater(handler: ApiHandler, context: RequestContext, answer: Promise<Answer<any>>): void {
    const slot = this.#answers.reserve();
    const { overlaps } = handler;
    if (!overlaps) this.#exclusive = true;
    else if (overlaps !== true) this.#oneUnderWay = true;
    answer.then(
      (answer) => {
        if (!overlaps) this.#exclusive = false;
        else if (overlaps !== true) {
          this.#oneUnderWay = false;
          this.#makingBytes = 0;
        }
        this.#settle(handler, context, answer, slot);
        this.goOn();
      },
      (error) => this.#fail(handler, context, error, slot),
    );
  }

  // ---- answers

  #answerNow(handler: ApiHandler, context: RequestContext, answer: Answer<any>): void {
    if (!this.#answers.isIdle) {
      return this.#settle(handler, context, answer, this.#answers.reserve());
    }
    if (this.#gone) return fateOf(handler, answer)?.unsent();
    if (answer === NO_RESPONSE) return;
    if (answer === CLOSE_CONNECTION) return this.#end();
    let parts: AnswerParts;
    try {
      parts = this.#encode(handler, context, answer);
    } catch (error) {
      fateOf(handler, answer)?.unsent();
      return this.#fail(handler, context, error, this.#answers.reserve());
    }
    this.#answers.send(parts, fateOf(handler, answer));
  }

  answerOut(): void {
    this.#sendReady();
    this.goOn();
  }

  answerBroken(error: unknown): void {
    this.#log.brokenOff(error);
    this.#connection.abort();
  }

  /** @throws {EncodeError} If the answer does not fit the response. */
  #encode({ response }: ApiHandler, context: RequestContext, answer: unknown): AnswerParts {
    const { apiVersion, correlationId } = context;
    return encodeResponse(this.#server.writer, response, apiVersion, correlationId, answer);
  }

  /** Puts an answer into its place and sends what can go. */
  #settle(
    handler: ApiHandler,
    context: RequestContext,
    answer: Answer<any>,
    slot: AnswerSlot,
  ): void {
    if (this.#gone) return fateOf(handler, answer)?.unsent();
    if (answer === NO_RESPONSE) this.#answers.fill(slot, NOTHING, false);
    else if (answer === CLOSE_CONNECTION) {
      this.#stopTaking();
      this.#answers.fill(slot, NOTHING, true);
    } else {
      try {
        const parts = this.#encode(handler, context, answer);
        this.#answers.fill(slot, parts, false, fateOf(handler, answer));
      } catch (error) {
        fateOf(handler, answer)?.unsent();
        return this.#fail(handler, context, error, slot);
      }
    }
    this.#sendReady();
  }

  #sendReady(): void {
    if (this.#answers.sendReady()) return this.#connection.close();
    this.recount();
    this.lastActiveTick = this.#server.idle.tick;
    if (this.#ending) this.#closeWhenAnswered();
  }

  // ---- ends

  /** A handler failed in a way that no response tells: the connection closes in the answer's place. */
  #fail(handler: ApiHandler, context: RequestContext, error: unknown, slot: AnswerSlot): void {
    if (error instanceof DecodeError) this.#log.refused(error.message);
    else this.#log.handlerFault(handler.name, context.apiVersion, error);
    if (this.#gone) return;
    this.#stopTaking();
    this.#answers.fill(slot, NOTHING, true);
    this.#sendReady();
  }

  /** The other side broke the protocol. */
  #refuse(reason: string): void {
    this.#log.refused(reason);
    this.#end();
  }

  #end(): void {
    this.#stopTaking();
    this.#closeWhenAnswered();
  }

  #closeWhenAnswered(): void {
    if (this.#answers.isIdle) this.#connection.close();
  }

  #stopTaking(): void {
    this.#ending = true;
    this.#frames.stop();
  }

  // ---- what is held for the connection

  get heldBytes(): number {
    return this.#heldBytes;
  }

  get eagerBytes(): number {
    return this.#server.held.eagerBytes;
  }

  hold(bytes: number): void {
    this.#makingBytes = bytes;
    this.recount();
  }

  recount(): void {
    if (this.#gone) return;
    const bytes = this.#connection.unsentBytes + this.#answers.heldBytes + this.#frames.heldBytes +
      this.#makingBytes;
    if (bytes === this.#heldBytes) return;
    const change = bytes - this.#heldBytes;
    this.#heldBytes = bytes;
    this.#server.held.add(change);
  }

  // ---- back-pressure

  #mayTakeMore(): boolean {
    const { apis, limits, held } = this.#server;
    const maxUnsentBytes = held.exceeded
      ? Math.min(limits.maxUnsentBytes, held.shareBytes)
      : limits.maxUnsentBytes;
    return apis !== null && !this.#ending && !this.#mute.isOn && !this.#answers.isLong &&
      this.#answers.length < limits.maxOverlappingRequests &&
      this.#connection.unsentBytes + this.#answers.heldBytes <= maxUnsentBytes;
  }

  /** A request that is not complete may keep the connection from being read, while the server holds too much. */
  #mayReceive(): boolean {
    const { held } = this.#server;
    return !held.pressed || held.mayReceive(this, this.#frames.nextHeldBytes);
  }

  /** Leaves the frame where it is and reads nothing more. */
  #wait(): false {
    this.#pause();
    return false;
  }

  #pause(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#connection.pause();
  }

  /** Takes up waiting requests, and reading, if nothing is against it any more. */
  goOn(): void {
    if (!this.#paused || this.#ending || !this.#mayTakeMore()) return;
    this.#frames.proceed();
    this.recount();
    if (this.#frames.halted || this.#ending || !this.#mayReceive()) return;
    this.#paused = false;
    this.#connection.resume();
  }
}
