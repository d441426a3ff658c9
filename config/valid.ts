/**
 * Bounds of settings: ranges, choices, lists, addresses. The sentences they answer are Kafka's, because clients see
 * them in the error messages of CreateTopics and AlterConfigs.
 */
import { ConfigError, invalidValue } from "./config_error.ts";
import type { Valid } from "./declaration.ts";
import { parseDurationMs } from "./duration.ts";
import { formatValue } from "./format_value.ts";
import { parseHostPort, parseVoter } from "./address.ts";

type Bound = number | bigint;

function range(min: Bound | null, max: Bound | null): Valid {
  const items = [...(min === null ? [] : [min]), "...", ...(max === null ? [] : [max])];
  return {
    text: `[${items.join(",")}]`,
    check({ name, type }, value: Bound | null) {
      if (value === null) return null;
      const shown = () => formatValue(type, value);
      if (min !== null && value < min) {
        return invalidValue(name, shown(), `Value must be at least ${min}`);
      }
      if (max !== null && value > max) {
        return invalidValue(name, shown(), `Value must be no more than ${max}`);
      }
      return null;
    },
  };
}

export const atLeast = (min: Bound): Valid => range(min, null);
export const between = (min: Bound, max: Bound): Valid => range(min, max);

/** 1 to 9, or -1 for the library's own choice. */
export const gzipLevel: Valid = {
  text: "[1,...,9] or -1",
  check: ({ name }, value: number) =>
    value === -1 || value >= 1 && value <= 9
      ? null
      : invalidValue(name, value, "Value must be between 1 and 9 or equal to -1"),
};

export const oneOf = (...choices: readonly string[]): Valid => ({
  text: `[${choices.join(", ")}]`,
  check: ({ name }, value: string) =>
    choices.includes(value)
      ? null
      : invalidValue(name, value, `String must be one of: ${choices.join(", ")}`),
});

export const oneOfAnyCase = (...choices: readonly string[]): Valid => ({
  text: `(case insensitive) [${choices.join(", ")}]`,
  check: ({ name }, value: string) =>
    choices.includes(value.toUpperCase()) ? null : invalidValue(
      name,
      value,
      `String must be one of (case insensitive): ${choices.join(", ")}`,
    ),
});

export const nonEmpty: Valid = {
  text: "non-empty string",
  check: ({ name }, value: string | null) =>
    value === "" ? invalidValue(name, value, "String must be non-empty") : null,
};

/** A string that is never null; the type says so already. */
export const nonNull: Valid = { text: "non-null string", check: () => null };

/** A list of any names, or of the given ones; repeated ones count once. */
export function names(
  options: { empty?: false; dropEmptyItems?: true; of?: readonly string[] } = {},
): Valid {
  const { empty = true, dropEmptyItems = false, of } = options;
  return {
    text: of ? `[${of.join(", ")}]` : "",
    drops: { emptyItems: dropEmptyItems, repeatedItems: true },
    check({ name }, value: readonly string[] | null) {
      if (value === null) return null;
      if (value.length === 0 && !empty) {
        const choices = of ? `[${of.join(", ")}]` : "any non-empty value";
        return new ConfigError(
          `Configuration '${name}' must not be empty. Valid values include: ${choices}`,
          name,
        );
      }
      for (const item of value) {
        if (item === "") {
          return new ConfigError(`Configuration '${name}' values must not be empty.`, name);
        }
        if (of && !of.includes(item)) {
          return invalidValue(name, item, `String must be one of: ${of.join(", ")}`);
        }
      }
      return null;
    },
  };
}

/** A list that must name something, empty items left out: a comma-separated string in 3.x. */
export const someNames: Valid = names({ empty: false, dropEmptyItems: true });
export const anyNames: Valid = names();

/** `id@host:port` items; no item at all is fine. */
export const voters: Valid = {
  text: "non-empty list",
  check({ name }, value: readonly string[]) {
    for (const item of value) {
      const voter = parseVoter(item);
      if (voter === "malformed") {
        return new ConfigError(
          `Invalid configuration value for ${name}. Each entry should be in the form \`{id}@{host}:{port}\`.`,
          name,
        );
      }
      if (voter === "bad-id") {
        return new ConfigError(
          `Failed to parse voter ID as an integer from ${item.split("@")[0]}`,
          name,
        );
      }
      if (voter === "bad-address") {
        return new ConfigError(
          `Failed to parse host name from entry ${item} for the configuration ${name}. Each entry should be in the form \`{id}@{host}:{port}\`.`,
          name,
        );
      }
    }
    return null;
  },
};

/** `host:port` items; no item at all is fine. */
export const addresses: Valid = {
  text: "non-empty list",
  check({ name }, value: readonly string[]) {
    const bad = value.find((item) => parseHostPort(item) === null);
    return bad === undefined ? null : new ConfigError(
      `Failed to parse host name from ${bad} for the configuration ${name}. Each entry should be in the form "{host}:{port}"`,
      name,
    );
  },
};

/** `partition:broker` items, or `*`. */
export const throttledReplicas: Valid = {
  text: "[partitionId]:[brokerId],[partitionId]:[brokerId],...",
  check({ name }, value: readonly string[]) {
    if (value.length === 1 && value[0] === "*") return null;
    if (value.every((item) => /^\d+:\d+$/.test(item))) return null;
    return invalidValue(
      name,
      `[${value.join(", ")}]`,
      `${name} must be the literal '*' or a list of replicas in the following format: ${throttledReplicas.text}`,
    );
  },
};

const BY_DURATION = "by_duration:";

/** `latest`, `earliest` or `by_duration:` and a duration that is not negative. */
export const offsetReset: Valid = {
  text: "[latest, earliest, by_duration:PnDTnHnMn.nS]",
  check({ name }, value: string) {
    if (value === "latest" || value === "earliest") return null;
    if (value.startsWith(BY_DURATION)) {
      const durationMs = parseDurationMs(value.slice(BY_DURATION.length));
      if (durationMs !== null && durationMs >= 0) return null;
    }
    return invalidValue(
      name,
      value,
      `Invalid value \`${value}\` for configuration ${name}. The value must be either 'earliest', 'latest' or of the format 'by_duration:<PnDTnHnMn.nS>'.`,
    );
  },
};
