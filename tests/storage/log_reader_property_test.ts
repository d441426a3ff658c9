import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { append, batch, LogFixture, type OpenOverrides, read, written } from "./log_fixture.ts";

const SEGMENT_BYTES = 9000;

interface Stored {
  readonly first: number;
  readonly last: number;
  readonly size: number;
  /** Which segment it is in. */
  readonly segment: number;
}

/** What a read gives: first offset and bytes; -1 and 0 for nothing. */
function expected(
  stored: readonly Stored[],
  offset: number,
  limit: number,
  maxBytes: number,
  minOneBatch: boolean,
): [first: number, bytes: number] {
  const nothing: [number, number] = [-1, 0];
  const start = stored.findIndex(({ last }) => last >= offset);
  if (start < 0 || offset >= limit) return nothing;
  let bytes = 0;
  for (let i = start; i < stored.length && stored[i].segment === stored[start].segment; i++) {
    // The batch that holds the limit is beyond it.
    if (stored[i].last >= limit) break;
    bytes += stored[i].size;
  }
  if (bytes === 0) return nothing;
  const { size, first } = stored[start];
  if (size > maxBytes && !minOneBatch) return nothing;
  return [first, Math.min(bytes, Math.max(maxBytes, size))];
}

const question = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  limit: fc.double({ min: 0, max: 1, noNaN: true }),
  maxBytes: fc.oneof(fc.integer({ min: 0, max: 9000 }), fc.constant(1 << 20)),
  minOneBatch: fc.boolean(),
});

Deno.test("PartitionLog.read gives the bytes of whole batches from the offset to the limit, in one segment", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          count: fc.integer({ min: 1, max: 4 }),
          valueBytes: fc.integer({ min: 0, max: 1500 }),
        }),
        { minLength: 1, maxLength: 40 },
      ),
      fc.array(question, { minLength: 30, maxLength: 30 }),
      fc.constantFrom(0, 20000, 1 << 20),
      fc.boolean(),
      async (batches, questions, memoryBytes, reopens) => {
        const world = new SimulatedWorld({ seed: 3 });
        const fixture = new LogFixture(world);
        const open: OpenOverrides = {
          memoryBytes,
          config: { segmentBytes: SEGMENT_BYTES, indexIntervalBytes: 300 },
        };
        await world.runUntil((async () => {
          let log = await fixture.open(open);
          const stored: Stored[] = [];
          for (const { count, valueBytes } of batches) {
            const bytes = batch(count, { valueBytes });
            const { firstOffset: first, lastOffset: last } = append(log, bytes);
            stored.push({ first, last, size: bytes.length, segment: log.activeSegmentBaseOffset });
            if (valueBytes % 3 === 0) await written(log);
          }
          await written(log);
          if (reopens) {
            await log.close({ clean: true });
            log = await fixture.open(open);
          }
          for (const { at, limit, maxBytes, minOneBatch } of questions) {
            const offset = Math.floor(at * log.logEndOffset);
            log.updateHighWatermark(Math.ceil(limit * log.logEndOffset));
            const found = await read(log, offset, maxBytes, "high-watermark", minOneBatch);
            const empty = found.records.length === 0;
            assertEquals(
              [empty ? -1 : found.firstBatchOffset, found.records.length],
              maxBytes === 0 && !minOneBatch
                ? [-1, 0]
                : expected(stored, offset, log.highWatermark, maxBytes, minOneBatch),
            );
          }
        })());
      },
    ),
    { numRuns: 40, seed: 20250102 },
  );
});
