import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { crc32 } from "../../../protocol/records/crc32.ts";
import { crc32c } from "../../../protocol/records/crc32c.ts";
import { pseudoRandomBytes } from "./pseudo_random.ts";

/** The definition, bit by bit. */
function slowCrc32c(bytes: Uint8Array, start: number, end: number): number {
  let crc = -1;
  for (let i = start; i < end; i++) {
    crc ^= bytes[i];
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

const NINE_DIGITS = new TextEncoder().encode("123456789");

Deno.test("crc32c and crc32 have the check values of their standards", () => {
  assertEquals(crc32c(NINE_DIGITS), 0xe3069283);
  assertEquals(crc32(NINE_DIGITS), 0xcbf43926);
  assertEquals(crc32c(new Uint8Array(0)), 0);
  // RFC 3720, B.4
  assertEquals(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assertEquals(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
});

Deno.test("crc32c is the definition's value at every length up to 1100", () => {
  const bytes = pseudoRandomBytes(1200, 1);
  for (let length = 0; length <= 1100; length++) {
    const start = length % 17;
    assertEquals(crc32c(bytes, start, start + length), slowCrc32c(bytes, start, start + length));
  }
});

Deno.test("crc32c is the definition's value around the ends of its pieces", () => {
  const bytes = pseudoRandomBytes(3 * 8192 + 1000, 2);
  for (const pieces of [1, 2, 3]) {
    for (const more of [-17, -1, 0, 1, 16, 417, 418, 419, 496, 497, 511, 512, 513, 530]) {
      const end = pieces * 8192 + more;
      assertEquals(crc32c(bytes, 3, end), slowCrc32c(bytes, 3, end), `${end - 3} bytes`);
    }
  }
});

Deno.test("crc32c goes on from a seed as if both parts were one", () => {
  const bytes = pseudoRandomBytes(20000, 3);
  const whole = crc32c(bytes);
  const cut = fc.integer({ min: 0, max: bytes.length });
  fc.assert(fc.property(cut, (at) => {
    assertEquals(crc32c(bytes, at, bytes.length, crc32c(bytes, 0, at)), whole);
  }));
});

Deno.test("crc32c keeps nothing from one call to the next", () => {
  const long = pseudoRandomBytes(30000, 4);
  const short = pseudoRandomBytes(600, 5);
  const expected = slowCrc32c(short, 0, 600);
  for (const length of [700, 8191, 9000, 30000]) {
    crc32c(long, 0, length);
    assertEquals(crc32c(short), expected);
  }
});

Deno.test("crc32c refuses a range outside the bytes", () => {
  assertThrows(() => crc32c(NINE_DIGITS, 0, 10), RangeError);
  assertThrows(() => crc32c(NINE_DIGITS, -1), RangeError);
  assertThrows(() => crc32c(NINE_DIGITS, 5, 4), RangeError);
});
