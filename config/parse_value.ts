/**
 * Text to typed value, checked: one zod schema per type, then the setting's own bounds. Text is trimmed first, as Kafka
 * does for every type.
 */
import { z } from "zod";
import { type ConfigError, invalidValue } from "./config_error.ts";
import type { Setting, SettingType } from "./declaration.ts";
import { Password } from "./password.ts";

const trimmed = z.string().trim();

function wholeNumber(bits: number) {
  const limit = 1n << BigInt(bits - 1);
  return trimmed.regex(/^[+-]?\d+$/).transform((text) => BigInt(text.replace(/^\+/, "")))
    .refine((value) => value >= -limit && value < limit);
}

// What Java's parser of doubles takes, hexadecimal aside.
const DOUBLE = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?|NaN|Infinity)$/;

const SCHEMAS: Record<SettingType, z.ZodType<unknown, string>> = {
  boolean: trimmed.toLowerCase().pipe(z.enum(["true", "false"])).transform((it) => it === "true"),
  string: trimmed,
  int: wholeNumber(32).transform(Number),
  short: wholeNumber(16).transform(Number),
  long: wholeNumber(64),
  double: trimmed.regex(DOUBLE).transform((text) => Number(text.replace(/^\+|[dDfF]$/g, ""))),
  list: trimmed.transform((text) => text === "" ? [] : text.split(/\s*,\s*/)),
  class: trimmed.min(1),
  password: trimmed.transform((text) => new Password(text)),
  unknown: z.string(),
};

const MISMATCH: Partial<Record<SettingType, string>> = {
  boolean: "Expected value to be either true or false",
  int: "Not a number of type INT",
  short: "Not a number of type SHORT",
  long: "Not a number of type LONG",
  double: "Not a number of type DOUBLE",
  class: "Class must be named",
};

/**
 * The typed value of a setting's text.
 *
 * @throws {ConfigError} in Kafka's words: `Invalid value abc for configuration num.partitions: Not a number of type INT`.
 */
export function parseValue<Value>(setting: Setting<Value>, text: string): Value {
  const { value, error } = readValue(setting, text);
  if (error !== null) throw error;
  return value as Value;
}

/** {@linkcode parseValue} without the bounds, for values that were accepted when they had none. */
export function parseUnbounded<Value>(setting: Setting<Value>, text: string): Value {
  const { value, error } = readType(setting, text);
  if (error !== null) throw error;
  return value as Value;
}

interface Reading {
  readonly value: unknown;
  readonly error: ConfigError | null;
}

/** {@linkcode parseValue} that returns the error. */
export function readValue(setting: Setting, text: string): Reading {
  const reading = readType(setting, text);
  if (reading.error !== null || setting.valid === null) return reading;
  return { value: reading.value, error: setting.valid.check(setting, reading.value) };
}

function readType({ name, type, valid }: Setting, text: string): Reading {
  const result = SCHEMAS[type].safeParse(text);
  if (!result.success) {
    return { value: null, error: invalidValue(name, text, MISMATCH[type] ?? "Not understood") };
  }
  if (type !== "list" || !valid?.drops) return { value: result.data, error: null };
  const items = result.data as string[];
  const kept = valid.drops.emptyItems ? items.filter((item) => item !== "") : items;
  return { value: valid.drops.repeatedItems ? [...new Set(kept)] : kept, error: null };
}
