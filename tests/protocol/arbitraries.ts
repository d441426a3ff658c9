/** Values of declared messages for fast-check, derived from the declarations. */
import fc from "fast-check";
import { defaultOf } from "../../protocol/codec/complete.ts";
import type { AnyField, Fields } from "../../protocol/codec/field.ts";
import type { Message } from "../../protocol/codec/message.ts";
import { VersionFields } from "../../protocol/codec/version_fields.ts";
import { uuidFromBytes } from "../../protocol/uuid.ts";

/** Known tags are below. */
const UNKNOWN_TAG_MIN = 100;

/** Text of whole characters: what UTF-8 can carry. */
export const anyText = fc.string({ unit: "binary", maxLength: 20 });
export const anyBytes = fc.uint8Array({ maxLength: 20 });
export const anyUuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) =>
  uuidFromBytes(bytes)
);

const unknownTags = fc.uniqueArray(
  fc.record({ tag: fc.integer({ min: UNKNOWN_TAG_MIN, max: 0xffffffff }), bytes: anyBytes }),
  { selector: ({ tag }) => tag, minLength: 1, maxLength: 3 },
).map((tags) => tags.sort((a, b) => a.tag - b.tag));

/** Values of `message` as decoding `version` gives them: fields of other versions have their default. */
export function anyValue(message: Message<any>, version: number): fc.Arbitrary<any> {
  return anyStruct(message.fields, new VersionFields(version, message.isFlexible(version)));
}

function anyStruct(fields: Fields, view: VersionFields): fc.Arbitrary<any> {
  const { plain, tagged, absent } = view.place(fields);
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const { name, field } of plain) model[name] = anyField(field, view);
  for (const { name, field } of tagged) {
    model[name] = fc.oneof(fc.constant(defaultOf(field)), anyField(field, view));
  }
  for (const { name, field } of absent) model[name] = fc.constant(defaultOf(field));
  const known = fc.record(model);
  if (!view.flexible) return known;
  return fc.tuple(known, fc.option(unknownTags, { freq: 4, nil: undefined })).map(([value, tags]) =>
    tags === undefined ? value : { ...value, unknownTags: tags }
  );
}

function anyField(field: AnyField, view: VersionFields): fc.Arbitrary<unknown> {
  const value = anyPresent(field, view);
  return view.mayBeNull(field) ? fc.option(value, { freq: 4 }) : value;
}

function anyPresent(field: AnyField, view: VersionFields): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case "bool":
      return fc.boolean();
    case "int8":
      return fc.integer({ min: -0x80, max: 0x7f });
    case "int16":
      return fc.integer({ min: -0x8000, max: 0x7fff });
    case "uint16":
      return fc.integer({ min: 0, max: 0xffff });
    case "int32":
      return fc.integer();
    case "uint32":
      return fc.integer({ min: 0, max: 0xffffffff });
    case "int64":
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case "float64":
      return fc.double();
    case "uuid":
      return anyUuid;
    case "string":
      return anyText;
    case "bytes":
    case "records":
      return anyBytes;
    case "array":
      return fc.array(anyField(field.element!, view), { maxLength: 3 });
    case "struct":
      return anyStruct(field.fields!, view);
  }
}
