/** Turns the JSON of Kafka's converters into the values that our codec takes and gives. */
import { defaultOf } from "../../protocol/codec/complete.ts";
import type { AnyField, Fields, UnknownTag } from "../../protocol/codec/field.ts";
import type { Message } from "../../protocol/codec/message.ts";
import { includesVersion, parseVersions } from "../../protocol/codec/versions.ts";
import { bytesOf, type GoldenTag, type Json, type JsonObject } from "./golden.ts";

/** `whole`: what decoding gives, every field there. `given`: only what the JSON has, as a caller might encode it. */
export type Style = "whole" | "given";

/**
 * The value of `message` in `version` that `json` and `tags` show.
 *
 * @throws {Error} When the JSON has a field that the declaration lacks in this version, or the other way round.
 */
export function valueOf(
  message: Message<any>,
  version: number,
  json: JsonObject,
  tags: readonly GoldenTag[] = [],
  style: Style = "whole",
): any {
  const value = structOf(message.fields, version, json, style);
  for (const { path, tag, hex } of tags) {
    const holder = path.split("/").slice(1).reduce((at: any, segment) => at[segment], value);
    const known: UnknownTag[] = holder.unknownTags ??= [];
    known.push({ tag, bytes: bytesOf(hex) });
  }
  return value;
}

function structOf(fields: Fields, version: number, json: JsonObject, style: Style): any {
  const value: Record<string, unknown> = {};
  for (const name of Object.keys(json)) {
    if (!(name in fields)) throw new Error(`The declaration has no field ${name}`);
  }
  for (const [name, field] of Object.entries(fields)) {
    const there = name in json;
    if (!carries(field.options.versions, version)) {
      if (there) throw new Error(`The declaration has no field ${name} in version ${version}`);
      if (style === "whole") value[name] = defaultOf(field);
    } else if (there) value[name] = fieldOf(field, version, json[name], style);
    else if (!isTagged(field, version)) throw new Error(`The JSON has no field ${name}`);
    else if (style === "whole") value[name] = defaultOf(field);
  }
  return value;
}

function carries(versions: string | undefined, version: number): boolean {
  return includesVersion(parseVersions(versions ?? "0+"), version);
}

function isTagged({ options }: AnyField, version: number): boolean {
  return options.tag !== undefined && carries(options.tagged ?? options.versions, version);
}

function fieldOf(field: AnyField, version: number, json: Json, style: Style): unknown {
  if (json === null) return null;
  switch (field.kind) {
    case "struct":
      return structOf(field.fields!, version, json as JsonObject, style);
    case "array":
      return (json as Json[]).map((element) => fieldOf(field.element!, version, element, style));
    case "int64":
      return BigInt(json as number | string);
    case "float64":
      return Number(json);
    case "bytes":
    case "records":
      return Uint8Array.from(atob(json as string), (char) => char.charCodeAt(0));
    default:
      return json;
  }
}
