/** What a command line said, by flag. */
import type { Flags } from "./flags.ts";
import { ArgumentError, OptionError, UsageError } from "./option_error.ts";

const RANGES = {
  Integer: [-(2n ** 31n), 2n ** 31n - 1n],
  Long: [-(2n ** 63n), 2n ** 63n - 1n],
} as const;

export class ParsedOptions<Name extends string = string> {
  readonly #flags: Flags;
  readonly #given: ReadonlyMap<string, readonly string[]>;
  readonly #whenRepeated: "refuse" | "last";

  /**
   * @param given values by flag; none of a flag without one
   * @param words what is no flag and no flag's value
   */
  constructor(
    flags: Flags,
    given: ReadonlyMap<string, readonly string[]>,
    readonly words: readonly string[],
    whenRepeated: "refuse" | "last" = "refuse",
  ) {
    this.#flags = flags;
    this.#given = given;
    this.#whenRepeated = whenRepeated;
  }

  /** Whether the flag was given, with a value or without. */
  has(name: Name): boolean {
    return this.#given.has(name);
  }

  /** All values of a flag that may be repeated. */
  values(name: Name): readonly string[] {
    return this.#given.get(name) ?? [];
  }

  /**
   * The value of a flag; undefined if it was not given or had none.
   *
   * @throws {OptionError} If it was given more than once.
   */
  value(name: Name): string | undefined {
    const values = this.values(name);
    if (values.length > 1 && this.#whenRepeated === "refuse") {
      throw new OptionError(
        `Found multiple arguments for option ${name}, but you asked for only one`,
      );
    }
    return values.at(-1);
  }

  /**
   * The value of a flag of type `Integer` or `Long`.
   *
   * @throws {OptionError} If it is no whole number or outside of the type's range.
   */
  bigint(name: Name): bigint | undefined {
    const text = this.value(name);
    if (text === undefined) return undefined;
    const [min, max] = RANGES[this.#flags[name].type as "Integer" | "Long"];
    const number = /^[+-]?\d+$/.test(text) ? BigInt(text.replace(/^\+/, "")) : null;
    if (number === null || number < min || number > max) {
      if (this.#whenRepeated === "refuse") {
        throw new OptionError(`Cannot parse argument '${text}' of option ${name}`);
      }
      const { type } = this.#flags[name];
      throw new ArgumentError(
        `argument --${name}: could not convert '${text}' to ${type} (For input string: "${text}")`,
      );
    }
    return number;
  }

  /** Like {@linkcode bigint}, for values that are small by nature: counts, sizes, times. */
  number(name: Name): number | undefined {
    const value = this.bigint(name);
    return value === undefined ? undefined : Number(value);
  }

  /** @throws {UsageError} Naming the first of `names` that was not given. */
  require(...names: Name[]): void {
    for (const name of names) {
      if (!this.has(name)) throw new UsageError(`Missing required argument "[${name}]"`);
    }
  }

  /** @throws {UsageError} If `name` was given together with one of `others`. */
  refuse(name: Name, ...others: Name[]): void {
    if (!this.has(name)) return;
    for (const other of others) {
      if (this.has(other)) {
        throw new UsageError(`Option "[${name}]" can't be used with option "[${other}]"`);
      }
    }
  }
}
