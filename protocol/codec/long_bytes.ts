/** Bytes of which only the first are in memory: the others are read when they can be sent. */
export interface LongBytes {
  /** Of all of them. */
  readonly length: number;
  readonly first: Piece;
  /**
   * Reads on, `maxBytes` at most. One call at a time.
   *
   * @throws If they can't be had any more.
   */
  next(maxBytes: number): Promise<Piece>;
}

/** A piece of them; one of the two calls tells when it is done with. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** Neither the bytes nor any view of them will be used any more. */
  release(): void;
  /** Nobody wants the bytes any more, but the system may still be reading them. */
  abandon(): void;
}

export function isLongBytes(value: Uint8Array | LongBytes): value is LongBytes {
  return !(value instanceof Uint8Array);
}
