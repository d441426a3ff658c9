/** JSON files of tools, read with the words that Kafka's tools have for what is wrong in them. */

/** The text is no JSON, or not what is expected in its place. */
export class JsonError extends Error {
  override name = "JsonError";
}

const INTEGERS = { Integer: 2n ** 31n, Long: 2n ** 63n } as const;

/** A value of the document, read as what it has to be. */
export class JsonValue {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** @throws {JsonError} If the text is no JSON; with Kafka's words, not the parser's. */
  static parse(text: string, message: string): JsonValue {
    try {
      return new JsonValue(JSON.parse(text));
    } catch {
      throw new JsonError(message);
    }
  }

  /** @throws {JsonError} If it is no object, or has no such field. */
  field(name: string): JsonValue {
    const field = this.optional(name);
    if (field === null) throw new JsonError(`No such field exists: \`${name}\``);
    return field;
  }

  /** Null if there is no such field. @throws {JsonError} If it is no object. */
  optional(name: string): JsonValue | null {
    const value = this.#value;
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      throw this.#unexpected("Expected JSON object");
    }
    return Object.hasOwn(value, name)
      ? new JsonValue((value as Record<string, unknown>)[name])
      : null;
  }

  /** @throws {JsonError} */
  array(): JsonValue[] {
    if (!Array.isArray(this.#value)) throw this.#unexpected("Expected JSON array");
    return this.#value.map((element) => new JsonValue(element));
  }

  /** @throws {JsonError} */
  text(): string {
    if (typeof this.#value !== "string") throw this.#unexpected("Expected `String` value");
    return this.#value;
  }

  /** @throws {JsonError} */
  integer(): number {
    return Number(this.#whole("Integer"));
  }

  /** @throws {JsonError} */
  long(): bigint {
    return this.#whole("Long");
  }

  #whole(type: keyof typeof INTEGERS): bigint {
    const value = this.#value;
    const whole = typeof value === "number" && Number.isInteger(value) ? BigInt(value) : null;
    if (whole === null || whole >= INTEGERS[type] || whole < -INTEGERS[type]) {
      throw this.#unexpected(`Expected \`${type}\` value`);
    }
    return whole;
  }

  #unexpected(expected: string): JsonError {
    return new JsonError(`${expected}, received ${JSON.stringify(this.#value)}`);
  }
}
