/**
 * Sends an answer of which a part is not in memory: that is read piece by piece, as the client takes it. A client that
 * asks for much and reads nothing costs no more than some pieces.
 */
import { isLongBytes, type LongBytes, type Piece } from "../protocol/codec/long_bytes.ts";
import type { Connection } from "../runtime/runtime.ts";

/** One is sent while the next one is read. */
const PIECES_UNDER_WAY = 2;

export interface LongSendOwner {
  /** How long a piece should be now. */
  readonly pieceBytes: number;
  /** {@linkcode LongSend.readingBytes} changed. */
  recount(): void;
  /** All is sent, or the rest can't be had. */
  longSendEnded(error: unknown): void;
}

export class LongSend {
  /** Bytes that are being read. */
  readingBytes = 0;
  #underWay = 0;
  #isClosed = false;
  /** Handed to the connection, and not sent yet. */
  readonly #pieces = new Set<Piece>();
  #whenLess: (() => void) | null = null;

  constructor(
    readonly connection: Pick<Connection, "write" | "whenSent">,
    readonly owner: LongSendOwner,
  ) {}

  /** Never rejects. */
  async run(parts: readonly (Uint8Array | LongBytes)[]): Promise<void> {
    try {
      for (const part of parts) {
        if (isLongBytes(part)) await this.#send(part);
        else this.connection.write(part);
      }
      while (this.#underWay > 0 && !this.#isClosed) await this.#less();
    } catch (error) {
      if (this.#isClosed) return;
      this.close();
      return this.owner.longSendEnded(error);
    }
    if (!this.#isClosed) this.owner.longSendEnded(null);
  }

  /** The connection is gone. */
  close(): void {
    this.#isClosed = true;
    for (const piece of this.#pieces) piece.abandon();
    this.#pieces.clear();
    this.#whenLess?.();
  }

  async #send(long: LongBytes): Promise<void> {
    this.#write(long.first);
    for (let left = long.length - long.first.bytes.length; left > 0;) {
      if (this.#underWay >= PIECES_UNDER_WAY) await this.#less();
      if (this.#isClosed) return;
      const piece = await this.#read(long, Math.min(left, this.owner.pieceBytes));
      left -= piece.bytes.length;
      if (this.#isClosed) return piece.release();
      this.#write(piece);
    }
  }

  /** Resolves when one more piece is sent, or the connection is gone. */
  #less(): Promise<void> {
    return new Promise((resolve) => this.#whenLess = resolve);
  }

  async #read(long: LongBytes, length: number): Promise<Piece> {
    this.readingBytes = length;
    this.owner.recount();
    try {
      return await long.next(length);
    } finally {
      this.readingBytes = 0;
    }
  }

  #write(piece: Piece): void {
    this.#underWay++;
    this.#pieces.add(piece);
    this.connection.write(piece.bytes);
    this.owner.recount();
    this.connection.whenSent(() => {
      this.#underWay--;
      if (this.#pieces.delete(piece)) piece.release();
      this.#whenLess?.();
      this.#whenLess = null;
    });
  }
}
