import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { DecodeError } from "../../protocol/codec/errors.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import { StringCache } from "../../protocol/codec/string_cache.ts";
import { decodeUtf8, utf8Length } from "../../protocol/codec/utf8.ts";
import { parseVersions } from "../../protocol/codec/versions.ts";
import { Writer } from "../../protocol/codec/writer.ts";
import { isUuid, randomUuid, uuidFromBytes, uuidToBytes, ZERO_UUID } from "../../protocol/uuid.ts";
import { anyBytes, anyText, anyUuid } from "./arbitraries.ts";

const OPTIONS = { seed: 7, numRuns: 200 };

/** One call of a writer, and the same of a reader. */
interface Step {
  readonly write: (writer: Writer) => void;
  readonly read: (reader: Reader) => unknown;
  readonly value: unknown;
}

const compactness = fc.boolean();
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.integer({ min: 0, max: 0xffffffff }).map((value) => ({
    value,
    write: (w: Writer) => w.uvarint(value),
    read: (r: Reader) => r.uvarint(),
  })),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => ({
    value,
    write: (w: Writer) => w.int64(value),
    read: (r: Reader) => r.int64(),
  })),
  fc.integer({ min: -32768, max: 32767 }).map((value) => ({
    value,
    write: (w: Writer) => w.int16(value),
    read: (r: Reader) => r.int16(),
  })),
  fc.tuple(fc.option(anyText), compactness).map(([value, compact]) => ({
    value,
    write: (w: Writer) => w.string(value, compact),
    read: (r: Reader) => r.nullableString(compact),
  })),
  fc.tuple(fc.option(anyBytes), compactness).map(([value, compact]) => ({
    value,
    write: (w: Writer) => w.bytes(value, compact),
    read: (r: Reader) => r.nullableBytes(compact),
  })),
  // Long enough to be sent as they are, without a copy.
  fc.integer({ min: 4000, max: 9000 }).map((length) => new Uint8Array(length).fill(length)).map(
    (value) => ({
      value,
      write: (w: Writer) => w.bytes(value, true),
      read: (r: Reader) => r.bytes(true),
    }),
  ),
  anyUuid.map((value) => ({
    value,
    write: (w: Writer) => w.uuid(value),
    read: (r: Reader) => r.uuid(),
  })),
);

Deno.test("Reader reads what Writer wrote, whatever the buffer's size and the chunks' number", () => {
  const steps = fc.array(anyStep, { maxLength: 12 });
  const property = fc.property(steps, fc.integer({ min: 1, max: 64 }), (steps, capacity) => {
    const writer = new Writer(capacity);
    for (const { write } of steps) write(writer);
    const { length } = writer;
    const bytes = writer.toBytes();
    assertEquals(bytes.length, length);
    const reader = new Reader(bytes);
    for (const { read, value } of steps) assertEquals(read(reader), value);
    assertEquals(reader.remaining, 0);
  });
  fc.assert(property, OPTIONS);
});

Deno.test("Writer.chunks gives each message apart when one writer serves many", () => {
  const messages = fc.array(fc.array(anyStep, { maxLength: 4 }), { maxLength: 6 });
  const property = fc.property(messages, fc.integer({ min: 1, max: 300 }), (messages, capacity) => {
    const shared = new Writer(capacity);
    const taken = messages.map((steps) => {
      for (const { write } of steps) write(shared);
      shared.beginSized();
      shared.int64(1n);
      shared.discard();
      for (const { write } of steps) write(shared);
      return shared.chunks();
    });
    messages.forEach((steps, index) => {
      const alone = new Writer();
      for (const { write } of steps) write(alone);
      const expected = alone.toBytes();
      const copy = new Writer();
      for (const chunk of taken[index]) copy.raw(chunk);
      assertEquals(copy.toBytes(), expected);
    });
  });
  fc.assert(property, OPTIONS);
});

Deno.test("Writer.endSized puts the length in front of what was written, also when nested", () => {
  const property = fc.property(anyStep, anyStep, (outer, inner) => {
    const writer = new Writer(1);
    writer.int8(9);
    const first = writer.beginSized();
    outer.write(writer);
    const second = writer.beginSized();
    inner.write(writer);
    writer.endSized(second);
    writer.endSized(first);
    writer.int8(10);
    const reader = new Reader(writer.toBytes());
    assertEquals(reader.int8(), 9);
    const end = reader.uvarint() + reader.position;
    assertEquals(outer.read(reader), outer.value);
    const innerEnd = reader.uvarint() + reader.position;
    assertEquals(inner.read(reader), inner.value);
    assertEquals([reader.position, reader.position], [innerEnd, end]);
    assertEquals(reader.int8(), 10);
  });
  fc.assert(property, OPTIONS);
});

Deno.test("StringCache gives the text and UUID that are there, whatever it gave before", () => {
  const cache = new StringCache();
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 80 });
  const property = fc.property(bytes, fc.nat(8), (bytes, start) => {
    const length = bytes.length - start;
    const expected = decodeUtf8(bytes.subarray(start));
    for (let i = 0; i < 2; i++) {
      assertEquals(cache.text(bytes, start, length), expected);
      assertEquals(cache.uuid(bytes, 0), uuidFromBytes(bytes, 0));
    }
    const reader = new Reader(bytes, start, bytes.length, cache);
    assertEquals(reader.text(length), expected);
    bytes[start] ^= 1;
    assertEquals(cache.text(bytes, start, length), decodeUtf8(bytes.subarray(start)));
  });
  fc.assert(property, OPTIONS);
});

Deno.test("decodeUtf8 gives back what TextEncoder wrote, byte order mark included", () => {
  const encoder = new TextEncoder();
  const property = fc.property(anyText, fc.boolean(), (text, marked) => {
    const whole = marked ? `\ufeff${text}` : text;
    const bytes = encoder.encode(whole);
    assertEquals(decodeUtf8(bytes), whole);
    assertEquals(utf8Length(whole), bytes.length);
  });
  fc.assert(property, OPTIONS);
});

Deno.test("decodeUtf8 replaces damaged parts as Java does", () => {
  const cases: readonly (readonly [number[], string])[] = [
    [[0xc3, 0x28], "\ufffd("],
    [[0xed, 0xa0, 0x80], "\ufffd"],
    [[0xed, 0xa0], "\ufffd"],
    [[0xed, 0xa0, 0x41], "\ufffdA"],
    [[0xed], "\ufffd"],
    [[0x41, 0xed, 0xbf, 0xbf, 0xed, 0xa0, 0x80, 0x42], "A\ufffd\ufffdB"],
    [[0xe0, 0x80, 0x80], "\ufffd\ufffd\ufffd"],
    [[0xf0, 0x9f, 0xa6], "\ufffd"],
    [[0xf5, 0x80], "\ufffd\ufffd"],
    [[0xff], "\ufffd"],
  ];
  for (const [bytes, text] of cases) assertEquals(decodeUtf8(Uint8Array.from(bytes)), text);
});

Deno.test("uuidToBytes takes back what uuidFromBytes gave, and refuses other texts", () => {
  const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
  const property = fc.property(sixteen, fc.nat(4), (bytes, position) => {
    const text = uuidFromBytes(bytes);
    assert(isUuid(text));
    const into = new Uint8Array(24);
    uuidToBytes(text, into, position);
    assertEquals(into.subarray(position, position + 16), bytes);
  });
  fc.assert(property, OPTIONS);
  for (const text of ["", "A".repeat(21), "A".repeat(23), "+".repeat(22), "é".repeat(22)]) {
    assertThrows(() => uuidToBytes(text, new Uint8Array(16)), SyntaxError);
  }
  assertEquals(uuidFromBytes(new Uint8Array(16)), ZERO_UUID);
});

Deno.test("randomUuid marks its version, avoids what Kafka reserves and texts that look like a flag", () => {
  const sixteen = fc.uint8Array({ minLength: 16, maxLength: 16 });
  const property = fc.property(sixteen, (drawn) => {
    const draws = [new Uint8Array(16).fill(0xff), drawn, new Uint8Array(16)];
    const text = randomUuid({ bytes: () => draws.shift()!.slice() });
    assert(isUuid(text) && !text.startsWith("-"));
    const bytes = new Uint8Array(16);
    uuidToBytes(text, bytes);
    assertEquals([bytes[6] >> 4, bytes[8] >> 6], [4, 2]);
  });
  fc.assert(property, OPTIONS);
  const dash = Uint8Array.of(0xf8, ...new Uint8Array(15));
  const draws = [dash, new Uint8Array(16)];
  assertEquals(uuidFromBytes(dash)[0], "-");
  assertEquals(randomUuid({ bytes: () => draws.shift()! })[0], "A");
  assertEquals(draws.length, 0);
});

Deno.test("Reader.arrayLength refuses counts that the bytes can't hold", () => {
  const reader = (hex: number[]) => new Reader(Uint8Array.from(hex));
  assertEquals(reader([0, 0, 0, 2, 9, 9]).arrayLength(false), 2);
  assertEquals(reader([0, 0, 0, 2, 9, 9, 9, 9]).arrayLength(false, 2), 2);
  assertThrows(() => reader([0, 0, 0, 2, 9, 9, 9]).arrayLength(false, 2), DecodeError);
  assertThrows(() => reader([0x7f, 255, 255, 255]).arrayLength(false, 1), DecodeError);
  assertThrows(() => reader([3]).arrayLength(true), DecodeError);
});

Deno.test("parseVersions reads ranges as Kafka's schemas write them and refuses other texts", () => {
  assertEquals(parseVersions("3"), { min: 3, max: 3 });
  assertEquals(parseVersions("0-12"), { min: 0, max: 12 });
  assertEquals(parseVersions("7+"), { min: 7, max: Infinity });
  assertEquals(parseVersions("none"), { min: 0, max: -1 });
  for (const text of ["", "+", "-", "-1", "1-", "3-1", "1.5", "a", "1-2+", " 1", "1-2-3"]) {
    assertThrows(() => parseVersions(text), SyntaxError, text);
  }
});
