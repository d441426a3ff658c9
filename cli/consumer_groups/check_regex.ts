/**
 * `--validate-regex`: whether a broker would take an expression for topics (KIP-848). Brokers read RE2's syntax, which has
 * neither lookaround nor references to groups.
 */

/** What is wrong with the expression, in RE2's words; null if it is fine. */
export function regexProblem(text: string): string | null {
  return new RegexChecker(text).check();
}

const ESCAPES =
  /^\\(?:[aftnrvdDsSwWbBAzCQE]|0[0-7]{0,2}|[1-7][0-7]{1,2}|x[\dA-Fa-f]{2}|x\{[\dA-Fa-f]+\}|[^\w\s])/;
const CLASS_PROPERTY = /^\\[pP](?:[A-Z]|\{\^?\w+\})/;
const GROUP_START = /^\((?:\?(?:P?<[A-Za-z_]\w*>|[imsU]*(?:-[imsU]+)?[:)]))?/;
const REPEAT = /^(?:[*+?]|\{\d+(?:,\d*)?\})/;
const MAX_REPEAT = 1000;

class RegexChecker {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  /** Whether something stands before here that can be repeated. */
  #repeatable = false;

  constructor(text: string) {
    this.#text = text;
  }

  check(): string | null {
    while (this.#at < this.#text.length) {
      const problem = this.#step();
      if (problem !== null) return problem;
    }
    return this.#depth > 0 ? "missing closing )" : null;
  }

  #step(): string | null {
    const rest = this.#text.slice(this.#at);
    switch (rest[0]) {
      case "[":
        return this.#charClass(rest);
      case "(":
        return this.#group(rest);
      case ")":
        if (this.#depth === 0) return "unexpected )";
        this.#depth--;
        return this.#take(1, true);
      case "|":
        return this.#take(1, false);
      case "\\":
        return this.#escape(rest);
    }
    const [repeat] = REPEAT.exec(rest) ?? [];
    return repeat === undefined ? this.#take(1, true) : this.#repeat(rest, repeat);
  }

  #take(length: number, repeatable: boolean): null {
    this.#at += length;
    this.#repeatable = repeatable;
    return null;
  }

  #group(rest: string): string | null {
    const [start] = GROUP_START.exec(rest)!;
    if (start === "(" && rest[1] === "?") {
      return "invalid or unsupported Perl syntax";
    }
    // `(?i)` sets flags and holds nothing.
    if (!start.endsWith(")")) this.#depth++;
    return this.#take(start.length, false);
  }

  #escape(rest: string): string | null {
    if (rest.length === 1) return "trailing backslash at end of expression";
    const [escape] = CLASS_PROPERTY.exec(rest) ?? ESCAPES.exec(rest) ?? [];
    if (escape === undefined) return "invalid escape sequence";
    if (escape !== "\\Q") return this.#take(escape.length, true);
    const end = rest.indexOf("\\E");
    return this.#take(end < 0 ? rest.length : end + 2, true);
  }

  #repeat(rest: string, repeat: string): string | null {
    if (!this.#repeatable) return "missing argument to repetition operator";
    const bounds = [...repeat.matchAll(/\d+/g)].map(Number);
    if (Math.max(0, ...bounds) > MAX_REPEAT || bounds[0] > bounds[1]) {
      return "invalid repeat count";
    }
    const lazy = rest[repeat.length] === "?" ? 1 : 0;
    const after = rest.slice(repeat.length + lazy);
    if (REPEAT.test(after)) return "invalid nested repetition operator";
    return this.#take(repeat.length + lazy, true);
  }

  #charClass(rest: string): string | null {
    let at = rest[1] === "^" ? 2 : 1;
    // A bracket that comes first is one of the characters.
    for (let first = true; first || rest[at] !== "]"; first = false) {
      if (at >= rest.length) return "missing closing ]";
      const named = /^\[:\^?\w+:\]/.exec(rest.slice(at));
      const low = named?.[0] ?? this.#classItem(rest, at);
      at += low.length;
      if (rest[at] !== "-" || rest[at + 1] === "]" || at + 1 >= rest.length) continue;
      const high = this.#classItem(rest, at + 1);
      if (low.length === 1 && high.length === 1 && low > high) {
        return "invalid character class range";
      }
      at += 1 + high.length;
    }
    return this.#take(at + 1, true);
  }

  #classItem(rest: string, at: number): string {
    const tail = rest.slice(at);
    const [escape] = CLASS_PROPERTY.exec(tail) ?? ESCAPES.exec(tail) ?? [];
    return escape ?? tail[0];
  }
}
