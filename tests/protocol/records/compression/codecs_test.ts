import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { codecById, codecByName, CODECS } from "../../../../protocol/records/compression/codec.ts";
import {
  DecompressedTooLargeError,
  DecompressionError,
  RecordError,
  UnknownCompressionTypeError,
} from "../../../../protocol/records/errors.ts";
import { PseudoRandom, pseudoRandomBytes, pseudoRandomText } from "../pseudo_random.ts";

const COMPRESSING = CODECS.slice(1);

Deno.test("CODECS stand at their ids and are found by id and name", () => {
  CODECS.forEach((codec, id) => assertEquals(codec.id, id));
  assertEquals(CODECS.map((codec) => codec.name), ["none", "gzip", "snappy", "lz4", "zstd"]);
  assertEquals(codecById(3), codecByName("lz4"));
  assertEquals(codecByName("brotli"), undefined);
  for (const id of [5, 6, 7]) assertThrows(() => codecById(id), UnknownCompressionTypeError);
});

for (const codec of COMPRESSING) {
  Deno.test(`${codec.name}: any bytes come back`, () => {
    const roundTrip = (bytes: Uint8Array) => {
      const compressed = codec.compress(bytes);
      assertEquals(codec.decompress(compressed, { maxBytes: bytes.length }), bytes);
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), roundTrip));
    // Few different bytes, so that matches of all lengths and distances occur.
    const repetitive = fc.uint8Array({ max: 2, maxLength: 3000 });
    fc.assert(fc.property(repetitive, roundTrip), { numRuns: 40 });
  });

  Deno.test(`${codec.name}: sizes around its blocks come back, text smaller, noise hardly larger`, () => {
    for (const size of [0, 1, 12, 13, 15, 16, 17, 32767, 32768, 32769, 65536, 65537, 131072]) {
      const [text, noise] = [pseudoRandomText(size, size), pseudoRandomBytes(size, size)];
      const sizes = [text, noise].map((bytes) => {
        const compressed = codec.compress(bytes);
        const again = codec.decompress(compressed, { maxBytes: size });
        assertEquals(again.length, size);
        assertEquals(again.findIndex((byte, i) => byte !== bytes[i]), -1);
        return compressed.length;
      });
      if (size > 1000) assertEquals(sizes[0] < size / 2, true, `${sizes[0]} of ${size}`);
      assertEquals(sizes[1] < size * 1.01 + 64, true, `${sizes[1]} of ${size}`);
    }
  });

  Deno.test(`${codec.name}: every level comes back`, () => {
    const bytes = pseudoRandomText(5000, 7);
    const { min, max } = codec.levels ?? { min: 0, max: 0 };
    for (const level of [min, Math.ceil((min + max) / 2), max]) {
      const compressed = codec.compress(bytes, { level });
      assertEquals(codec.decompress(compressed, { maxBytes: 5000 }), bytes);
    }
  });

  Deno.test(`${codec.name}: more than maxBytes is refused, however small the input`, () => {
    const compressed = codec.compress(new Uint8Array(3_000_000));
    for (const maxBytes of [0, 1, 70_000, 2_999_999]) {
      assertThrows(() => codec.decompress(compressed, { maxBytes }), DecompressedTooLargeError);
    }
    assertEquals(codec.decompress(compressed, { maxBytes: 3_000_000 }).length, 3_000_000);
  });

  Deno.test(`${codec.name}: no part of a stream passes for the whole`, () => {
    const bytes = pseudoRandomText(300, 8);
    const compressed = codec.compress(bytes);
    for (let length = 1; length < compressed.length; length++) {
      const cut = compressed.subarray(0, length);
      // A snappy stream has no end mark: cut between chunks, or in a chunk's size, it just ends.
      if (codec.name === "snappy" && length >= 16 && length < 20) continue;
      assertThrows(() => codec.decompress(cut, { maxBytes: 1000 }), DecompressionError);
    }
  });

  Deno.test(`${codec.name}: broken streams give bytes or a typed error`, () => {
    const random = new PseudoRandom(9);
    const compressed = codec.compress(pseudoRandomText(2000, 9));
    let refused = 0;
    for (let i = 0; i < 1000; i++) {
      const broken = compressed.slice();
      for (let j = random.below(3); j >= 0; j--) {
        broken[random.below(broken.length)] = random.below(256);
      }
      try {
        codec.decompress(broken, { maxBytes: 10_000 });
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        refused++;
      }
    }
    assertEquals(refused > 100, true, `${refused}`);
  });
}
