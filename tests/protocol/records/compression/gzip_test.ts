import { assertEquals, assertThrows } from "@std/assert";
import { compressGzip, decompressGzip } from "../../../../protocol/records/compression/gzip.ts";
import {
  DecompressedTooLargeError,
  DecompressionError,
} from "../../../../protocol/records/errors.ts";

const A = new TextEncoder().encode("first ".repeat(20));
const B = new TextEncoder().encode("second ".repeat(20));

function concatenate(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

Deno.test("decompressGzip reads members in a row and counts them together", () => {
  const both = concatenate(compressGzip(A), compressGzip(new Uint8Array(0)), compressGzip(B));
  const maxBytes = A.length + B.length;
  assertEquals(decompressGzip(both, maxBytes), concatenate(A, B));
  assertThrows(() => decompressGzip(both, maxBytes - 1), DecompressedTooLargeError);
});

Deno.test("decompressGzip ignores what follows and is no member", () => {
  const member = compressGzip(A);
  for (const rest of [[0], [0x1f], [0x1f, 0x8b, 0x08], new Array(20).fill(7)]) {
    assertEquals(decompressGzip(concatenate(member, new Uint8Array(rest)), 1000), A);
  }
});

Deno.test("decompressGzip steps over extra fields, name, comment and header checksum", () => {
  const member = compressGzip(A);
  const optional = [0x02, 0x00, 1, 2, ...[110, 0], ...[99, 99, 0], 0xaa, 0xbb];
  const withAll = new Uint8Array([...member.subarray(0, 10), ...optional, ...member.subarray(10)]);
  withAll[3] = 0x1e;
  assertEquals(decompressGzip(withAll, 1000), A);
  assertThrows(() => decompressGzip(withAll.subarray(0, 12), 1000), DecompressionError);
});

Deno.test("decompressGzip checks the checksum and length of a member", () => {
  for (const fromEnd of [1, 8]) {
    const member = compressGzip(A);
    member[member.length - fromEnd] ^= 1;
    assertThrows(() => decompressGzip(member, 1000), DecompressionError, "checksum or length");
  }
});
