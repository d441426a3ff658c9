import { assert, assertInstanceOf } from "@std/assert";
import * as header from "../../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../../protocol/records/batch_iterator.ts";
import { RecordError } from "../../../protocol/records/errors.ts";
import { readRecords } from "../../../protocol/records/record_reader.ts";
import { validateBatch } from "../../../protocol/records/validate_batch.ts";
import { PseudoRandom } from "./pseudo_random.ts";
import { bytesOf, readVectors } from "./vectors.ts";

const LIMIT = 1 << 20;

/** Flips, overwrites, cuts or doubles something. */
function mutate(bytes: Uint8Array, random: PseudoRandom, from: number): Uint8Array {
  const mutated = bytes.slice();
  const at = () => from + random.below(bytes.length - from);
  switch (random.below(5)) {
    case 0:
      mutated[at()] ^= 1 << random.below(8);
      return mutated;
    case 1:
      for (let i = 0; i < 4; i++) mutated[at()] = random.below(256);
      return mutated;
    case 2:
      return mutated.fill([0, 0x7f, 0x80, 0xff][random.below(4)], at(), at() + 5);
    case 3:
      return mutated.subarray(0, at());
    default: {
      const [to, source] = [at(), at()];
      mutated.copyWithin(to, source, source + random.below(20));
      return mutated;
    }
  }
}

/** Reads everything; only typed errors may come. Returns whether nothing was wrong. */
function readOrRefuse(bytes: Uint8Array, checkFrame: boolean): boolean {
  try {
    const batches = new BatchIterator(bytes);
    while (batches.next()) {
      if (checkFrame) validateBatch(bytes, batches.position, batches.size);
      else if (batches.magic === 2 && batches.size < header.HEADER_BYTES) return false;
      readRecords(bytes, batches.position, { maxDecompressedBytes: LIMIT });
    }
    return true;
  } catch (error) {
    assertInstanceOf(error, RecordError);
    return false;
  }
}

for (const file of ["record-batches", "message-sets"]) {
  Deno.test(`mutated ${file} read or fail with a typed error`, () => {
    const random = new PseudoRandom(20240817);
    const counts = { read: 0, refused: 0 };
    for (const vector of readVectors(file)) {
      const bytes = bytesOf(vector.hex);
      if (bytes.length === 0 || bytes.length > 5000) continue;
      for (let i = 0; i < 100; i++) {
        // Half of the time the checksum is not looked at, so that what lies behind it is reached.
        const checkFrame = i % 2 === 0;
        const mutated = mutate(bytes, random, i % 3 === 0 ? 0 : Math.min(21, bytes.length - 1));
        counts[readOrRefuse(mutated, checkFrame) ? "read" : "refused"]++;
      }
    }
    assert(counts.read > 100 && counts.refused > 500, JSON.stringify(counts));
  });
}
