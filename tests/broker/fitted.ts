/** Requests of any version from one value. */
import type { AnyField, Fields } from "../../protocol/codec/field.ts";
import type { Message } from "../../protocol/codec/message.ts";
import { includesVersion, parseVersions } from "../../protocol/codec/versions.ts";

/** `value` without the fields that `version` has no place for; what is left out has its default. */
export function fitted(message: Message<any>, version: number, value: any): any {
  return fittedStruct(message.fields, version, value);
}

function fittedStruct(fields: Fields, version: number, value: any): any {
  const result: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const versions = parseVersions(field.options.versions ?? "0+");
    if (!includesVersion(versions, version) || value[name] === undefined) continue;
    result[name] = fittedField(field, version, value[name]);
  }
  for (const name of Object.keys(value)) {
    if (!(name in fields)) throw new Error(`There is no field ${name}`);
  }
  return result;
}

function fittedField(field: AnyField, version: number, value: any): unknown {
  if (value === null) return null;
  if (field.kind === "struct") return fittedStruct(field.fields!, version, value);
  if (field.kind !== "array") return value;
  return value.map((element: unknown) => fittedField(field.element!, version, element));
}
