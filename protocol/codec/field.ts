/**
 * Fields of messages, declared as values. `int32()`, `string({ nullable: "2+" })`, `array(struct({ ... }))` and so on
 * describe both the bytes on the wire and the TypeScript type of the value; {@linkcode Decoded} and
 * {@linkcode Encodable} infer the latter.
 */
import type { LongBytes } from "./long_bytes.ts";

export type ScalarKind =
  | "bool"
  | "int8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "float64"
  | "uuid"
  | "string"
  | "bytes"
  | "records";

export type FieldKind = ScalarKind | "array" | "struct";

/** What Kafka's schemas say of a field beside its name and type. */
export interface FieldOptions {
  /** Versions that carry the field; all when absent. In other versions it decodes to its default. */
  readonly versions?: string;
  /** Versions in which the field may be null. */
  readonly nullable?: string;
  /** Tag number: the field travels in the tagged section. */
  readonly tag?: number;
  /** Versions in which {@linkcode tag} applies; the field's own versions when absent. */
  readonly tagged?: string;
  /** Value when absent, and the value a tagged field is not written for. Without it: 0, "", empty, false. */
  readonly default?: unknown;
  /** A value may be dropped silently when the version lacks the field; otherwise encoding it is an error. */
  readonly ignorable?: true;
  /** `"none"`: keeps the two-byte length in flexible versions (client id in the request header). */
  readonly flexible?: "none";
}

/** Never `undefined` at run time: types ride on optional properties that hold nothing. */
export interface Field<Out = unknown, In = unknown, Optional extends boolean = boolean> {
  readonly kind: FieldKind;
  readonly options: FieldOptions;
  readonly element?: AnyField;
  readonly fields?: Fields;
  readonly _out?: Out;
  readonly _in?: In;
  readonly _optional?: Optional;
}

export type AnyField = Field<any, any, boolean>;
export type Fields = { readonly [name: string]: AnyField };

/** A tag that the declaration does not know, kept as it came so that it can be sent on. */
export interface UnknownTag {
  readonly tag: number;
  readonly bytes: Uint8Array;
}

type OrNull<O, T> = O extends { nullable: string } ? T | null : T;
type MayBeLeftOut<O> = O extends
  { default: unknown } | { tag: number } | { versions: string } | { ignorable: true } ? true
  : false;
type Scalar<O, T> = Field<OrNull<O, T>, OrNull<O, T>, MayBeLeftOut<O>>;

/** The value of a field as decoding gives it. */
export type Decoded<F> = F extends Field<infer Out, any, boolean> ? Out : never;
/** The value of a field as encoding takes it. */
export type Encodable<F> = F extends Field<any, infer In, boolean> ? In : never;

type OptionalNames<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<any, any, true> ? K : never;
}[keyof F];

/** The object that decoding a struct gives: every field is there, in every version. */
export type DecodedStruct<F extends Fields> =
  & { -readonly [K in keyof F]: Decoded<F[K]> }
  & { unknownTags?: UnknownTag[] };

/** The object that encoding a struct takes: fields with a default, a tag or limited versions, and ignorable ones, may be left out. */
export type EncodableStruct<F extends Fields> =
  & { readonly [K in Exclude<keyof F, OptionalNames<F>>]: Encodable<F[K]> }
  & { readonly [K in OptionalNames<F>]?: Encodable<F[K]> }
  & { readonly unknownTags?: readonly UnknownTag[] };

const NO_OPTIONS: FieldOptions = {};

function scalar<T>(kind: ScalarKind) {
  // deno-lint-ignore ban-types
  return function <const O extends FieldOptions = {}>(options?: O): Scalar<O, T> {
    return { kind, options: options ?? NO_OPTIONS };
  };
}

/** One byte, 0 or 1; any other byte reads as true. */
export const bool = scalar<boolean>("bool");
export const int8 = scalar<number>("int8");
export const int16 = scalar<number>("int16");
export const uint16 = scalar<number>("uint16");
export const int32 = scalar<number>("int32");
export const uint32 = scalar<number>("uint32");
export const int64 = scalar<bigint>("int64");
export const float64 = scalar<number>("float64");
/** 16 bytes; in TypeScript the 22 characters of URL-safe base64 without padding, as Kafka prints it. */
export const uuid = scalar<string>("uuid");
export const string = scalar<string>("string");
/** Bytes; decoding gives a view of the input, not a copy. */
export const bytes = scalar<Uint8Array>("bytes");
/** Record batches: {@linkcode bytes} under another name, which may be read while they are sent. */
// deno-lint-ignore ban-types
export function records<const O extends FieldOptions = {}>(
  options?: O,
): Field<OrNull<O, Uint8Array>, OrNull<O, Uint8Array | LongBytes>, MayBeLeftOut<O>> {
  return { kind: "records", options: options ?? NO_OPTIONS };
}

/** A list of `element`. */
// deno-lint-ignore ban-types
export function array<E extends AnyField, const O extends FieldOptions = {}>(
  element: E,
  options?: O,
): Field<OrNull<O, Decoded<E>[]>, OrNull<O, readonly Encodable<E>[]>, MayBeLeftOut<O>> {
  return { kind: "array", element, options: options ?? NO_OPTIONS };
}

/** A group of fields, in the order they are encoded. */
// deno-lint-ignore ban-types
export function struct<F extends Fields, const O extends FieldOptions = {}>(
  fields: F,
  options?: O,
): Field<OrNull<O, DecodedStruct<F>>, OrNull<O, EncodableStruct<F>>, MayBeLeftOut<O>> {
  return { kind: "struct", fields, options: options ?? NO_OPTIONS };
}
