import { assertEquals, assertThrows } from "@std/assert";
import { compressZstd, decompressZstd } from "../../../../protocol/records/compression/zstd.ts";
import {
  DecompressedTooLargeError,
  DecompressionError,
} from "../../../../protocol/records/errors.ts";
import { pseudoRandomText } from "../pseudo_random.ts";
import { bytesOf } from "../vectors.ts";

const TEXT = pseudoRandomText(3000, 1);

function concatenate(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

Deno.test("decompressZstd reads frames in a row, skips skippable ones, counts them together", () => {
  const skippable = bytesOf("502a4d18" + "03000000" + "aabbcc");
  const frames = concatenate(compressZstd(TEXT), skippable, compressZstd(TEXT, 19));
  assertEquals(decompressZstd(frames, 6000), concatenate(TEXT, TEXT));
  assertThrows(() => decompressZstd(frames, 5999), DecompressedTooLargeError);
  assertEquals(decompressZstd(concatenate(skippable, compressZstd(TEXT)), 3000), TEXT);
});

Deno.test("decompressZstd reads no bytes as nothing, refuses junk after a frame", () => {
  assertEquals(decompressZstd(new Uint8Array(0), 10).length, 0);
  const junk = concatenate(compressZstd(TEXT), new Uint8Array(20).fill(7));
  assertThrows(() => decompressZstd(junk, 5000), DecompressionError);
  const fewer = concatenate(compressZstd(TEXT), new Uint8Array(2));
  assertThrows(() => decompressZstd(fewer, 5000), DecompressionError);
});

Deno.test("decompressZstd refuses a cut-off skippable frame and an unknown block type", () => {
  assertThrows(() => decompressZstd(bytesOf("502a4d18ffffffff00"), 10), DecompressionError);
  assertThrows(() => decompressZstd(bytesOf("28b52ffd2000070000"), 10), DecompressionError);
});
