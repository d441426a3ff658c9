/** A decoded message as JSON, as Kafka's own converters write it: bytes in base64, tagged fields only where set. */
import type { AnyField, Fields } from "../protocol/codec/field.ts";
import { VersionFields } from "../protocol/codec/version_fields.ts";
import { ZERO_UUID } from "../protocol/uuid.ts";
import { formatDouble } from "./console_consumer/java_numbers.ts";

/** JSON for a field that is to look otherwise; null for one that is not. */
export type FieldJson = (name: string, value: unknown) => string | null;

/** JSON text without blanks, fields in the order of the declaration; only those that the version has. */
export function messageJson(
  fields: Fields,
  value: unknown,
  version: number,
  otherwise: FieldJson = () => null,
): string {
  const placed = new VersionFields(version, true).place(fields);
  const absent = new Set(placed.absent.map(({ name }) => name));
  const tagged = new Set(placed.tagged.map(({ name }) => name));
  const parts: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const part = (value as Record<string, unknown>)[name];
    if (absent.has(name) || tagged.has(name) && isDefault(field, part)) continue;
    const json = otherwise(name, part) ?? fieldJson(field, part, version, otherwise);
    parts.push(`${JSON.stringify(name)}:${json}`);
  }
  return `{${parts.join(",")}}`;
}

function fieldJson(
  field: AnyField,
  value: unknown,
  version: number,
  otherwise: FieldJson,
): string {
  if (value === null) return "null";
  switch (field.kind) {
    case "struct":
      return messageJson(field.fields!, value, version, otherwise);
    case "array": {
      const elements = Array.from(value as ArrayLike<unknown>);
      const texts = elements.map((one) => fieldJson(field.element!, one, version, otherwise));
      return `[${texts.join(",")}]`;
    }
    case "bytes":
    case "records":
      return JSON.stringify(base64(value as Uint8Array));
    case "float64":
      return formatDouble(value as number);
    default:
      return typeof value === "bigint" ? String(value) : JSON.stringify(value);
  }
}

function isDefault({ kind, options }: AnyField, value: unknown): boolean {
  // Kafka's converters write even a struct that is null.
  if (kind === "struct") return false;
  if (options.default !== undefined) return value === options.default;
  if (kind === "uuid") return value === ZERO_UUID;
  if (kind === "array" || kind === "bytes") return (value as ArrayLike<unknown>).length === 0;
  return value === "" || value === 0 || value === 0n || value === false || value === null;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
