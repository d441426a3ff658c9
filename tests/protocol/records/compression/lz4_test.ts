import { assert, assertEquals, assertThrows } from "@std/assert";
import { compressLz4, decompressLz4 } from "../../../../protocol/records/compression/lz4.ts";
import { xxHash32 } from "../../../../protocol/records/compression/xxhash32.ts";
import { DecompressionError } from "../../../../protocol/records/errors.ts";
import { pseudoRandomText } from "../pseudo_random.ts";
import { bytesOf, hexOf } from "../vectors.ts";

const TEXT = pseudoRandomText(3000, 1);

Deno.test("xxHash32 has the published values", () => {
  const text = (value: string) => new TextEncoder().encode(value);
  assertEquals(xxHash32(text("")), 0x02cc5d05);
  assertEquals(xxHash32(text("a")), 0x550d7456);
  assertEquals(xxHash32(text("abc")), 0x32d153ff);
  assertEquals(xxHash32(text("Nobody inspects the spammish repetition")), 0xe2293b2f);
  assertEquals(xxHash32(text("xabcx"), 1, 4), 0x32d153ff);
});

Deno.test("compressLz4 writes the frame header of its magic", () => {
  assertEquals(hexOf(compressLz4(TEXT).subarray(0, 7)), "04224d18604082");
  assertEquals(hexOf(compressLz4(TEXT, 9, true).subarray(0, 7)), "04224d1860401a");
});

Deno.test("decompressLz4 takes magic 0's wrong header checksum only where told to", () => {
  const frame = compressLz4(TEXT, 9, true);
  assertThrows(() => decompressLz4(frame, 5000), DecompressionError, "checksum");
  assertEquals(decompressLz4(frame, 5000, true), TEXT);
});

Deno.test("compressLz4 gets smaller with higher levels, and stores what does not compress", () => {
  const text = pseudoRandomText(60000, 2);
  const [fast, low, high] = [9, 3, 17].map((level) => compressLz4(text, level).length);
  assert(fast > low && low > high, `${fast} ${low} ${high}`);
  const stored = compressLz4(new Uint8Array([1, 2, 3]));
  assertEquals(hexOf(stored), "04224d1860408203000080010203" + "00000000");
});

Deno.test("decompressLz4 refuses headers that Kafka refuses", () => {
  const frame = compressLz4(TEXT);
  const cases: [number, number, string][] = [
    [0, 0x05, "no frame"],
    [4, 0x20, "version"],
    [4, 0xe0, "version"],
    [4, 0x61, "reserved"],
    [4, 0x62, "reserved"],
    [4, 0x40, "dependent"],
    [5, 0xc0, "block size"],
    [5, 0x41, "block size"],
    [5, 0x30, "block size"],
    [6, 0x83, "checksum"],
  ];
  for (const [at, value, message] of cases) {
    const broken = frame.slice();
    broken[at] = value;
    assertThrows(() => decompressLz4(broken, 5000), DecompressionError, message);
  }
});

Deno.test("decompressLz4 verifies block checksums, reads over the content's, ignores what follows", () => {
  const header = bytesOf("04224d187440");
  const sum = (xxHash32(header, 4) >>> 8) & 0xff;
  const block = [5, 0, 0, 0x80, 1, 2, 3, 4, 5];
  const hash = xxHash32(new Uint8Array([1, 2, 3, 4, 5]));
  const hashBytes = [hash, hash >>> 8, hash >>> 16, hash >>> 24];
  const rest = [0, 0, 0, 0, 9, 9, 9, 9, 7, 7, 7];
  const frame = new Uint8Array([...header, sum, ...block, ...hashBytes, ...rest]);
  assertEquals([...decompressLz4(frame, 10)], [1, 2, 3, 4, 5]);
  frame[11] ^= 1;
  assertThrows(() => decompressLz4(frame, 10), DecompressionError, "checksum");
  frame[11] ^= 1;
  assertThrows(() => decompressLz4(frame.subarray(0, -5), 10), DecompressionError, "ends early");
});

Deno.test("decompressLz4 refuses a block that is larger than the frame says", () => {
  // A block of 64 KiB and one byte more, all copies of the first byte.
  const lengths = new Array(Math.floor((65537 - 1 - 19) / 255)).fill(255);
  const last = (65537 - 1 - 19) % 255;
  const block = [0x1f, 65, 1, 0, ...lengths, last, 0x00];
  const size = [block.length & 0xff, block.length >> 8, 0, 0];
  const frame = new Uint8Array([...bytesOf("04224d18604082"), ...size, ...block, 0, 0, 0, 0]);
  assertThrows(() => decompressLz4(frame, 1 << 20), DecompressionError, "more than the frame");
});

Deno.test("decompressLz4 refuses a copy that reaches into the block before", () => {
  const header = bytesOf("04224d18604082");
  const stored = [4, 0, 0, 0x80, 1, 2, 3, 4];
  // One literal, a copy of four bytes, no literals.
  const copy = (distance: number) => [5, 0, 0, 0, 0x10, 9, distance, 0, 0x00];
  const frame = (distance: number) =>
    new Uint8Array([...header, ...stored, ...copy(distance), 0, 0, 0, 0]);
  assertEquals([...decompressLz4(frame(1), 100)], [1, 2, 3, 4, 9, 9, 9, 9, 9]);
  assertThrows(() => decompressLz4(frame(3), 100), DecompressionError, "before the start");
});
