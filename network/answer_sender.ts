/**
 * The answers of one connection on their way out: in the order of their requests, and what is not all in memory piece by
 * piece while the ones behind it wait.
 */
import { isLongBytes } from "../protocol/codec/long_bytes.ts";
import type { Connection } from "../runtime/runtime.ts";
import type { ApiHandler } from "./api.ts";
import { type AnswerFate, type AnswerParts, AnswerQueue, type AnswerSlot } from "./answer_queue.ts";
import { LongSend, type LongSendOwner } from "./long_send.ts";

/** Answers that are not all in memory are sent in pieces from this size on. */
const SMALLEST_PIECE_BYTES = 32 * 1024;
const PIECES_OF_EAGER = 4;

export interface AnswerSenderOwner {
  /** So much of an answer should be in memory before it is sent. */
  readonly eagerBytes: number;
  /** {@linkcode AnswerSender.heldBytes} changed. */
  recount(): void;
  /** An answer that went out in pieces is out: others may follow. */
  answerOut(): void;
  /** The rest of an answer can't be had: nothing else can follow on this connection. */
  answerBroken(error: unknown): void;
}

export class AnswerSender implements LongSendOwner {
  readonly #connection: Pick<Connection, "write" | "whenSent">;
  readonly #owner: AnswerSenderOwner;
  readonly #queue = new AnswerQueue();
  /** The answer that is being read while it is sent. */
  #long: LongSend | null = null;
  #longFate: AnswerFate | null = null;
  /** Who waits for answers to be sent. */
  readonly #fates = new Set<AnswerFate>();

  constructor(connection: Pick<Connection, "write" | "whenSent">, owner: AnswerSenderOwner) {
    this.#connection = connection;
    this.#owner = owner;
  }

  /** Answers that are owed, those that go out in pieces aside. */
  get length(): number {
    return this.#queue.length;
  }

  /** Whether an answer goes out in pieces. */
  get isLong(): boolean {
    return this.#long !== null;
  }

  /** Whether nothing is owed. */
  get isIdle(): boolean {
    return this.#queue.length === 0 && this.#long === null;
  }

  /** Bytes of answers that the connection does not have yet. */
  get heldBytes(): number {
    return this.#queue.heldBytes + (this.#long?.readingBytes ?? 0);
  }

  /** Takes the next place. */
  reserve(): AnswerSlot {
    return this.#queue.reserve();
  }

  /** Fills a place. @param close the connection is to end behind this answer */
  fill(slot: AnswerSlot, parts: AnswerParts, close: boolean, fate: AnswerFate | null = null): void {
    this.#queue.fill(slot, parts, close, fate);
  }

  /** Sends an answer that nothing is before. */
  send(parts: AnswerParts, fate: AnswerFate | null): void {
    if (fate !== null) this.#fates.add(fate);
    if (parts.some(isLongBytes)) {
      this.#long = new LongSend(this.#connection, this);
      this.#longFate = fate;
      this.#long.run(parts);
      return;
    }
    for (const part of parts) this.#connection.write(part as Uint8Array);
    if (fate !== null) this.#connection.whenSent(() => this.#tellSent(fate));
  }

  /** Sends what is ready and has nothing before it. @returns Whether the connection is to end now. */
  sendReady(): boolean {
    while (this.#long === null) {
      const slot = this.#queue.takeReady();
      if (slot === null) break;
      this.send(slot.parts!, slot.fate);
      if (slot.close) return true;
    }
    return false;
  }

  /** The connection is gone: no answer leaves any more. */
  abandon(): void {
    this.#long?.close();
    this.#queue.abandon();
    for (const fate of this.#fates) fate.unsent();
    this.#fates.clear();
  }

  get pieceBytes(): number {
    return Math.max(SMALLEST_PIECE_BYTES, Math.floor(this.#owner.eagerBytes / PIECES_OF_EAGER));
  }

  recount(): void {
    this.#owner.recount();
  }

  longSendEnded(error: unknown): void {
    const fate = this.#longFate;
    this.#long = null;
    this.#longFate = null;
    if (error !== null) return this.#owner.answerBroken(error);
    if (fate !== null) this.#tellSent(fate);
    this.#owner.answerOut();
  }

  #tellSent(fate: AnswerFate): void {
    if (this.#fates.delete(fate)) fate.sent();
  }
}

/** What becomes of an answer, as its handler wants to be told; null where it does not. */
export function fateOf(handler: ApiHandler, answer: unknown): AnswerFate | null {
  if (handler.sent === undefined || typeof answer === "symbol") return null;
  return { sent: () => handler.sent!(answer), unsent: () => handler.unsent?.(answer) };
}
