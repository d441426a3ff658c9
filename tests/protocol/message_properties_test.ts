import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { complete } from "../../protocol/codec/complete.ts";
import { DecodeError, EncodeError } from "../../protocol/codec/errors.ts";
import { int16, int32, string, struct } from "../../protocol/codec/field.ts";
import { data, type Message } from "../../protocol/codec/message.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import { anyValue } from "./arbitraries.ts";
import { API_MESSAGES, DATA_MESSAGES } from "./declarations.ts";

const SEED = 20240601;
const RUNS = 4;

function versionsOf({ versions }: Message<any>): number[] {
  const count = versions.max - versions.min + 1;
  return Array.from({ length: count }, (_, index) => versions.min + index);
}

function checkRoundTrip(message: Message<any>, version: number): void {
  const property = fc.property(anyValue(message, version), fc.nat(), (value, cutAt) => {
    const bytes = message.encode(value, version);
    const reader = new Reader(bytes);
    assertEquals(message.read(reader, version), value);
    assertEquals(reader.remaining, 0);
    assertEquals(complete(message.fields, value), value);
    if (bytes.length === 0) return;
    const cut = bytes.subarray(0, cutAt % bytes.length);
    assertThrows(() => message.decode(cut, version), DecodeError);
  });
  fc.assert(property, { seed: SEED, numRuns: RUNS });
}

Deno.test("Message.encode then decode is the same for every API and version; cut bytes are refused", () => {
  let count = 0;
  for (const message of API_MESSAGES) {
    for (const version of versionsOf(message)) {
      checkRoundTrip(message, version);
      count++;
    }
  }
  assertEquals(count, 714);
});

Deno.test("Message.encode then decode is the same for every record, header and version", () => {
  let count = 0;
  for (const message of DATA_MESSAGES) {
    for (const version of versionsOf(message)) {
      checkRoundTrip(message, version);
      count++;
    }
  }
  assertEquals(count, 125);
});

Deno.test("Message keeps tags that an older declaration does not know, in structs and in tagged structs", () => {
  const inner = { a: int32() };
  const old = data(1, "Old", "0", "0+", {
    list: struct(inner),
    tagged: struct(inner, { tag: 1 }),
    last: int16({ tag: 5, default: 7 }),
  });
  const newInner = { a: int32(), b: string({ tag: 2, default: "" }) };
  const recent = data(1, "New", "0", "0+", {
    list: struct(newInner),
    first: string({ tag: 0, default: "" }),
    tagged: struct(newInner, { tag: 1 }),
    middle: string({ tag: 3, nullable: "0+", default: null }),
    last: int16({ tag: 5, default: 7 }),
  });
  const value = {
    list: { a: 1, b: "one" },
    first: "first",
    tagged: { a: 0, b: "two" },
    middle: "middle",
    last: 8,
  };
  const bytes = recent.encode(value, 0);
  const asOld = old.decode(bytes, 0);
  assertEquals(asOld.unknownTags?.map(({ tag }) => tag), [0, 3]);
  assertEquals(asOld.tagged.unknownTags?.length, 1);
  assertEquals(old.encode(asOld, 0), bytes);
  assertEquals<unknown>(recent.decode(old.encode(asOld, 0), 0), value);
});

Deno.test("Message.encode refuses what a version can't carry, and drops what it may", () => {
  const message = data(1, "M", "0-2", "2+", {
    late: int32({ versions: "1+" }),
    hint: int32({ versions: "1+", ignorable: true }),
    name: string({ nullable: "1+" }),
  });
  const carries = (value: Parameters<typeof message.encode>[0], version: number) =>
    message.decode(message.encode(value, version), version);
  assertEquals(carries({ late: 0, hint: 9, name: "" }, 0), { late: 0, hint: 0, name: "" });
  assertEquals(carries({ late: 3, hint: 9, name: null }, 1), { late: 3, hint: 9, name: null });
  assertThrows(() => message.encode({ late: 1, name: "" }, 0), EncodeError, "late");
  assertThrows(() => message.encode({ name: null }, 0), EncodeError, "name");
  assertThrows(() => message.encode({ name: "x".repeat(32768) }, 2), EncodeError, "32768");
  assertThrows(() => message.encode({ name: "" }, 3), EncodeError, "version 3");
  assertThrows(() => message.decode(new Uint8Array(9), 3), DecodeError, "version 3");
  assertThrows(() => message.decode(new Uint8Array(9), -1), DecodeError, "version -1");
});
