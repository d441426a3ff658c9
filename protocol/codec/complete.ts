import type { AnyField, DecodedStruct, EncodableStruct, Fields } from "./field.ts";
import { ZERO_UUID } from "../uuid.ts";

const EMPTY = new Uint8Array(0);

/** The value that decoding gives a field which the bytes don't hold; fresh where its receiver might change it. */
export function defaultOf(field: AnyField): any {
  if (field.options.default !== undefined) return field.options.default;
  switch (field.kind) {
    case "bool":
      return false;
    case "int64":
      return 0n;
    case "uuid":
      return ZERO_UUID;
    case "string":
      return "";
    case "bytes":
    case "records":
      return EMPTY;
    case "array":
      return [];
    case "struct":
      return complete(field.fields!, {} as any);
    default:
      return 0;
  }
}

/** What decoding would give if `value` were encoded: a copy in which every field left out has its default. */
export function complete<F extends Fields>(fields: F, value: EncodableStruct<F>): DecodedStruct<F> {
  const whole: Record<string, unknown> = {};
  for (const name in fields) {
    const given = (value as Record<string, unknown>)[name];
    whole[name] = given === undefined
      ? defaultOf(fields[name])
      : completeField(fields[name], given);
  }
  if (value.unknownTags !== undefined) whole.unknownTags = [...value.unknownTags];
  return whole as DecodedStruct<F>;
}

function completeField(field: AnyField, given: any): unknown {
  if (given === null) return null;
  if (field.kind === "struct") return complete(field.fields!, given);
  if (field.kind !== "array") return given;
  return given.map((element: unknown) => completeField(field.element!, element));
}
