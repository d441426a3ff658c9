/** Bytes that are no message. `path` says where in the message (`/topics/0/name`), `position` where in the bytes. */
export class DecodeError extends Error {
  override name = "DecodeError";
  readonly #segments: (string | number)[] = [];

  constructor(readonly reason: string, readonly position: number) {
    super(reason);
  }

  /** Adds an outer part of the path, while the error travels outwards. */
  within(segment: string | number): this {
    this.#segments.unshift(segment);
    this.message = `${this.reason} at ${this.path} (byte ${this.position})`;
    return this;
  }

  get path(): string {
    return "/" + this.#segments.join("/");
  }
}

/** A value that the message or its version can't carry: a mistake of the caller, not of the other side. */
export class EncodeError extends TypeError {
  override name = "EncodeError";
}
