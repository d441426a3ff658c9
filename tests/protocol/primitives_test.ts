import { assertEquals, assertThrows } from "@std/assert";
import { DecodeError } from "../../protocol/codec/errors.ts";
import { array, int32, string } from "../../protocol/codec/field.ts";
import { data } from "../../protocol/codec/message.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import { Writer } from "../../protocol/codec/writer.ts";
import { InvalidRecordError } from "../../protocol/records/errors.ts";
import {
  readVarint,
  readVarlong,
  VarintCursor,
  writeVarint,
  writeVarlong,
} from "../../protocol/records/varint.ts";
import { bytesOf, hexOf, type Json, readGolden } from "./golden.ts";

interface GoldenPrimitive {
  readonly name: string;
  readonly hex: string;
  /** Numbers as decimal strings, bytes as hex. */
  readonly value?: Json;
  /** Kafka reads this form and writes another. */
  readonly readOnly?: true;
  readonly fails?: { readonly exception: string };
}

/** How a kind of value is read and written, and how the golden file shows it. */
interface Kind {
  read(bytes: Uint8Array): unknown;
  write(value: any): Uint8Array;
  shown(value: any): Json;
  parsed(json: any): any;
}

const asIs = { shown: (value: any): Json => value, parsed: (json: any) => json };
const asNumber = { shown: (value: any): Json => String(value), parsed: Number };
const asBigint = { shown: (value: any): Json => String(value), parsed: BigInt };
const asHex = {
  shown: (value: Uint8Array | null): Json => value && hexOf(value),
  parsed: (json: string | null) => json === null ? null : bytesOf(json),
};
const asNumbers = {
  shown: (value: number[] | null): Json => value && value.map(String),
  parsed: (json: string[] | null) => json && json.map(Number),
};
const asDouble = {
  shown: (value: number): Json => hexOf(written((writer) => writer.float64(value))),
  parsed: (json: string) => json === "NaN" ? NaN : Number(json),
};

function written(write: (writer: Writer) => void): Uint8Array {
  const writer = new Writer();
  write(writer);
  return writer.toBytes();
}

function kind(
  form: Pick<Kind, "shown" | "parsed">,
  read: (reader: Reader) => unknown,
  write: (writer: Writer, value: any) => void,
): Kind {
  return {
    ...form,
    read: (bytes) => read(new Reader(bytes)),
    write: (value) => written((writer) => write(writer, value)),
  };
}

function strings(compact: boolean, nullable: boolean): Kind {
  return kind(
    asIs,
    (reader) => nullable ? reader.nullableString(compact) : reader.string(compact),
    (writer, value) => writer.string(value, compact),
  );
}

function byteStrings(compact: boolean, nullable: boolean): Kind {
  return kind(
    asHex,
    (reader) => nullable ? reader.nullableBytes(compact) : reader.bytes(compact),
    (writer, value) => writer.bytes(value, compact),
  );
}

/** An array alone in a message; where compact, without the tag count behind it. */
function arrays(compact: boolean, nullable: boolean, ofStrings = false): Kind {
  const options = nullable ? { nullable: "0+" } as const : {};
  const field = ofStrings ? array(string(), options) : array(int32(), options);
  const message = data(-1, "Alone", "0", compact ? "0+" : "none", { x: field });
  const tail = compact ? [0] : [];
  return {
    ...(ofStrings ? asIs : asNumbers),
    read: (bytes) => message.decode(Uint8Array.of(...bytes, ...tail), 0).x,
    write: (x) => message.encode({ x }, 0).slice(0, compact ? -1 : undefined),
  };
}

function varint(
  form: Pick<Kind, "shown" | "parsed">,
  read: (cursor: VarintCursor) => unknown,
  write: (bytes: Uint8Array, at: number, value: any) => number,
): Kind {
  return {
    ...form,
    read: (bytes) => read(new VarintCursor(bytes)),
    write: (value) => {
      const bytes = new Uint8Array(10);
      return bytes.slice(0, write(bytes, 0, value));
    },
  };
}

const KINDS: Readonly<Record<string, Kind>> = {
  varint: varint(asNumber, readVarint, writeVarint),
  varlong: varint(asBigint, readVarlong, writeVarlong),
  unsignedVarint: kind(asNumber, (r) => r.uvarint(), (w, value) => w.uvarint(value)),
  boolean: kind(asIs, (r) => r.bool(), (w, value) => w.bool(value)),
  int8: kind(asNumber, (r) => r.int8(), (w, value) => w.int8(value)),
  int16: kind(asNumber, (r) => r.int16(), (w, value) => w.int16(value)),
  uint16: kind(asNumber, (r) => r.uint16(), (w, value) => w.uint16(value)),
  int32: kind(asNumber, (r) => r.int32(), (w, value) => w.int32(value)),
  uint32: kind(asNumber, (r) => r.uint32(), (w, value) => w.uint32(value)),
  int64: kind(asBigint, (r) => r.int64(), (w, value) => w.int64(value)),
  float64: kind(asDouble, (r) => r.float64(), (w, value) => w.float64(value)),
  uuid: kind(asIs, (r) => r.uuid(), (w, value) => w.uuid(value)),
  string: strings(false, false),
  nullableString: strings(false, true),
  compactString: strings(true, false),
  compactNullableString: strings(true, true),
  bytes: byteStrings(false, false),
  nullableBytes: byteStrings(false, true),
  compactBytes: byteStrings(true, false),
  compactNullableBytes: byteStrings(true, true),
  "array of int32": arrays(false, false),
  "nullable array of int32": arrays(false, true),
  "compact array of int32": arrays(true, false),
  "compact nullable array of int32": arrays(true, true),
  "array of string": arrays(false, false, true),
  "compact array of compactString": arrays(true, false, true),
};

/** Refused by the class that made the golden file, but null to the readers that a broker uses, and so to us. */
const NULL_TO_BROKERS = new Set(["compact nullable array of int32 ffffffff0f"]);

const { lines } = readGolden<GoldenPrimitive>("primitives", 396);

for (const name of Object.keys(KINDS)) {
  const samples = lines.filter((line) => line.name === name);
  Deno.test(`${name} is read and written as Kafka does (${samples.length} samples)`, () => {
    for (const sample of samples) check(KINDS[name], sample);
  });
}

Deno.test("every primitive of the golden file has a reader here", () => {
  assertEquals(lines.filter((line) => !(line.name in KINDS)), []);
});

function check(kind: Kind, { name, hex, value, readOnly, fails }: GoldenPrimitive): void {
  const where = `${name} ${hex}`;
  if (fails !== undefined && !NULL_TO_BROKERS.has(where)) {
    const refused = assertThrows(() => kind.read(bytesOf(hex)), where);
    const typed = refused instanceof DecodeError || refused instanceof InvalidRecordError;
    assertEquals(typed, true, `${where}: ${refused}`);
    return;
  }
  const read = kind.read(bytesOf(hex));
  const expected = fails !== undefined ? null : kind.parsed(value);
  assertEquals(kind.shown(read), kind.shown(expected), where);
  if (readOnly || fails !== undefined) return;
  assertEquals(hexOf(kind.write(expected)), hex, where);
}
