import { assertEquals, assertThrows } from "@std/assert";
import {
  compressSnappy,
  decompressSnappy,
} from "../../../../protocol/records/compression/snappy.ts";
import {
  compressSnappyBlock,
  maxSnappyBlockSize,
} from "../../../../protocol/records/compression/snappy_block.ts";
import {
  DecompressedTooLargeError,
  DecompressionError,
} from "../../../../protocol/records/errors.ts";
import { pseudoRandomText } from "../pseudo_random.ts";
import { bytesOf, hexOf } from "../vectors.ts";

const TEXT = pseudoRandomText(70000, 1);

function block(bytes: Uint8Array): Uint8Array {
  const output = new Uint8Array(maxSnappyBlockSize(bytes.length));
  return output.subarray(0, compressSnappyBlock(bytes, 0, bytes.length, output, 0));
}

function concatenate(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

Deno.test("compressSnappy writes the stream header that Kafka writes", () => {
  assertEquals(
    hexOf(compressSnappy(TEXT).subarray(0, 16)),
    "82534e41505059000000000100000001",
  );
});

Deno.test("decompressSnappy reads a single raw block, and checks it to its end", () => {
  const raw = block(TEXT);
  assertEquals(decompressSnappy(raw, 70000), TEXT);
  assertThrows(() => decompressSnappy(raw, 69999), DecompressedTooLargeError);
  assertThrows(() => decompressSnappy(raw.subarray(0, -1), 70000), DecompressionError);
  assertThrows(
    () => decompressSnappy(concatenate(raw, new Uint8Array([0, 1])), 70000),
    DecompressionError,
  );
  assertThrows(() => decompressSnappy(new Uint8Array(0), 10), DecompressionError);
});

Deno.test("decompressSnappy reads streams one after the other, and odd versions in the header", () => {
  const stream = compressSnappy(TEXT);
  const littleEndian = stream.slice();
  littleEndian.set(bytesOf("0100000001000000"), 8);
  const both = concatenate(stream, littleEndian);
  assertEquals(decompressSnappy(both, 140000), concatenate(TEXT, TEXT));
  assertThrows(() => decompressSnappy(both, 139999), DecompressedTooLargeError);
});

Deno.test("decompressSnappy reads all kinds of copies", () => {
  const cases: [string, string][] = [
    ["0c" + "0c61626364" + "1104", "abcdabcdabcd"], // one byte of distance, overlapping
    ["08" + "0c61626364" + "0e0400", "abcdabcd"], // two bytes
    ["08" + "0c61626364" + "0f04000000", "abcdabcd"], // four bytes
    ["05" + "f0" + "04" + "6162636465", "abcde"], // a literal's length in a byte
    ["05" + "f4" + "0400" + "6162636465", "abcde"], // in two
    ["05" + "fc" + "04000000" + "6162636465", "abcde"], // in four
  ];
  for (const [hex, text] of cases) {
    assertEquals(new TextDecoder().decode(decompressSnappy(bytesOf(hex), 100)), text);
  }
});

Deno.test("decompressSnappy refuses what points outside, before allocating for a claimed length", () => {
  const refused = [
    "ffffffff0f00", // a length of 4 GiB in no bytes
    "ffffffffff", // a length without end
    "080c616263640e0500", // from before the start
    "080c616263640e0000", // from itself
    "070c616263640e0400", // beyond the length
    "080c616263640e04", // cut off
    "08f0", // a literal's length cut off
    "0810616263", // a literal cut off
  ];
  for (const hex of refused) {
    assertThrows(() => decompressSnappy(bytesOf(hex), 2 ** 33), DecompressionError, undefined, hex);
  }
});
