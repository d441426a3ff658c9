import { assertEquals, assertThrows } from "@std/assert";
import { decodeHex, encodeHex } from "./hex.ts";
import { CorruptFileError } from "../../storage/errors.ts";
import { ProducerEntry } from "../../storage/producer_entry.ts";
import { decodeProducerSnapshot, encodeProducerSnapshot } from "../../storage/producer_snapshot.ts";

const EMPTY = "000148674bc700000000";
const ONE = "0001b7c150800000000100000000000003e8000200000004000000000000000e" +
  "000000040000018bcfe56800ffffffffffffffffffffffff";

function entryOfOne(): ProducerEntry {
  const entry = new ProducerEntry(1000n);
  entry.epoch = 2;
  entry.remember(4, 14, 4, 1700000000000);
  return entry;
}

Deno.test("encodeProducerSnapshot writes Kafka's bytes", () => {
  assertEquals(encodeHex(encodeProducerSnapshot([])), EMPTY);
  assertEquals(encodeHex(encodeProducerSnapshot([entryOfOne()])), ONE);
});

Deno.test("decodeProducerSnapshot reads Kafka's bytes", () => {
  assertEquals(decodeProducerSnapshot("x", decodeHex(EMPTY)), []);
  assertEquals(decodeProducerSnapshot("x", decodeHex(ONE)), [entryOfOne()]);
});

Deno.test("encodeProducerSnapshot keeps the last batch, transaction and coordinator of a producer", () => {
  const entry = new ProducerEntry(9n);
  entry.epoch = 1;
  entry.remember(0, 10, 0, 5);
  entry.remember(3, 13, 2, 7);
  entry.coordinatorEpoch = 4;
  entry.transactionFirstOffset = 11;
  const [read] = decodeProducerSnapshot("x", encodeProducerSnapshot([entry]));
  assertEquals(read.batches, [{ lastSequence: 3, lastOffset: 13, offsetDelta: 2, timestampMs: 7 }]);
  assertEquals([read.coordinatorEpoch, read.transactionFirstOffset, read.epoch], [4, 11, 1]);
});

Deno.test("decodeProducerSnapshot refuses broken files", () => {
  const refused = (bytes: Uint8Array) =>
    assertThrows(() => decodeProducerSnapshot("x", bytes), CorruptFileError);
  const good = decodeHex(ONE);
  for (let i = 0; i < good.length; i++) {
    const flipped = good.slice();
    flipped[i] ^= 1;
    refused(flipped);
  }
  refused(good.subarray(0, good.length - 1));
  refused(new Uint8Array(0));
});
