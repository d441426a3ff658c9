import { assert, assertEquals, assertThrows } from "@std/assert";
import { BatchBuilder } from "../../../protocol/records/batch_builder.ts";
import { BatchIterator, type BatchSource } from "../../../protocol/records/batch_iterator.ts";
import { CorruptRecordError } from "../../../protocol/records/errors.ts";
import { writeInt32 } from "../../../protocol/records/int.ts";

function batch(baseOffset: bigint): Uint8Array {
  const builder = new BatchBuilder({ baseOffset });
  builder.append({ timestamp: 1n, key: null, value: new Uint8Array(Number(baseOffset)) });
  return builder.build();
}

function concatenate(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** Start and size of all batches, and how many bytes are left. */
function walk(bytes: Uint8Array, source?: BatchSource, start?: number, end?: number) {
  const batches = new BatchIterator(bytes, start, end, source);
  const found: [number, number][] = [];
  while (batches.next()) found.push([batches.position, batches.size]);
  assert(!batches.next());
  return { found, rest: batches.partialBytes };
}

Deno.test("BatchIterator finds every batch of a range and counts what is cut off", () => {
  const parts = [batch(1n), batch(2n), batch(3n)];
  const [a, b, c] = parts.map((part) => part.length);
  const bytes = concatenate(...parts);
  for (const source of ["memory", "file"] as const) {
    assertEquals(walk(bytes, source), { found: [[0, a], [a, b], [a + b, c]], rest: 0 });
    assertEquals(walk(bytes, source, a), { found: [[a, b], [a + b, c]], rest: 0 });
    for (let cut = 1; cut < c; cut++) {
      const end = a + b + c - cut;
      assertEquals(walk(bytes, source, a, end), { found: [[a, b]], rest: c - cut });
    }
  }
});

Deno.test("BatchIterator says where the broken batch starts", () => {
  const good = batch(1n);
  const bad = batch(2n);
  writeInt32(bad, 8, 13);
  const batches = new BatchIterator(concatenate(good, bad));
  assert(batches.next());
  const error = assertThrows(() => batches.next(), CorruptRecordError);
  assertEquals(error.position, good.length);
});

Deno.test("BatchIterator refuses an unknown magic in memory, and takes it from a file", () => {
  const bytes = batch(1n);
  for (const magic of [3, 127, 128, 255]) {
    bytes[16] = magic;
    assertThrows(() => walk(bytes, "memory"), CorruptRecordError, "magic");
    assertEquals(walk(bytes, "file").found.length, 1);
  }
});

Deno.test("BatchIterator stops in a file where no more than 17 bytes are left, whatever they are", () => {
  const rest = new Uint8Array(17).fill(0xff);
  assertEquals(walk(rest, "file"), { found: [], rest: 17 });
  assertThrows(() => walk(rest, "memory"), CorruptRecordError);
});

Deno.test("BatchIterator takes a size near 2^31 for a cut-off batch, beyond for a broken one", () => {
  const bytes = batch(1n);
  writeInt32(bytes, 8, 0x7fffffff - 12);
  assertEquals(walk(bytes, "memory").rest, bytes.length);
  writeInt32(bytes, 8, 0x7fffffff);
  assertThrows(() => walk(bytes, "memory"), CorruptRecordError);
  assertEquals(walk(bytes, "file").rest, bytes.length);
});
