import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import type { PartitionLog } from "../../storage/partition_log.ts";
import {
  append,
  batch,
  LogFixture,
  offsetsOf,
  type OpenOverrides,
  read,
  readAll,
  written,
} from "./log_fixture.ts";

/** What a log must be like: which batches it has, as first offset, end offset and size of the values. */
class Model {
  batches: { first: number; end: number; valueBytes: number }[] = [];
  start = 0;
  end = 0;

  append(count: number, valueBytes: number): void {
    this.batches.push({ first: this.end, end: this.end + count, valueBytes });
    this.end += count;
  }

  truncateTo(offset: number): void {
    if (offset >= this.end) return;
    this.batches = this.batches.filter(({ end }) => end <= offset);
    this.end = offset;
    this.start = Math.min(this.start, offset);
  }

  restartAt(offset: number): void {
    this.batches = [];
    this.start = this.end = offset;
  }

  offsets(): number[] {
    const offsets = this.batches.flatMap(({ first, end }) =>
      Array.from({ length: end - first }, (_, i) => first + i)
    );
    return offsets.filter((offset) => offset >= this.start);
  }
}

type Step =
  | { kind: "append"; count: number; valueBytes: number }
  | { kind: "write" | "roll" | "flush" | "reopen" | "kill" | "retention" }
  | { kind: "truncate" | "read" | "start"; at: number }
  | { kind: "restart"; by: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("append" as const),
      count: fc.integer({ min: 1, max: 5 }),
      valueBytes: fc.integer({ min: 0, max: 300 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom("write", "roll", "flush", "reopen", "kill", "retention"),
    }) as fc.Arbitrary<Step>,
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom("truncate", "read", "read", "start"),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    }) as fc.Arbitrary<Step>,
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("restart" as const),
      by: fc.integer({ min: 0, max: 50 }),
    }),
  },
);

const OPEN: OpenOverrides = {
  memoryBytes: 3000,
  config: { segmentBytes: 2500, indexIntervalBytes: 200, retentionMs: -1 },
};

class Run {
  readonly model = new Model();

  private constructor(readonly fixture: LogFixture, public log: PartitionLog) {}

  static async start(fixture: LogFixture): Promise<Run> {
    return new Run(fixture, await fixture.open(OPEN));
  }

  async take(step: Step): Promise<void> {
    const { model, log } = this;
    switch (step.kind) {
      case "append":
        assertEquals(append(log, batch(step.count, step)).firstOffset, model.end);
        model.append(step.count, step.valueBytes);
        break;
      case "write":
        await written(log);
        break;
      case "roll":
        log.roll();
        break;
      case "flush":
        await log.flush();
        assertEquals(log.flushedEndOffset, Math.max(model.end, model.start));
        break;
      case "truncate":
        await written(log);
        await this.#truncate(model.start + Math.floor(step.at * (model.end + 3 - model.start)));
        break;
      case "start":
        await written(log);
        model.start += Math.floor(step.at * (model.end - model.start));
        log.increaseLogStartOffset(model.start);
        break;
      case "retention":
        await log.deleteOldSegments();
        assert(log.firstSegmentBaseOffset <= model.start);
        break;
      case "restart":
        await log.truncateFullyAndStartAt(model.end + step.by);
        model.restartAt(model.end + step.by);
        break;
      case "reopen":
        await log.close({ clean: true });
        await this.#open(true, log.recoveryPoint);
        break;
      case "kill":
        await written(log);
        this.fixture.crash("process");
        await this.#open(false, log.recoveryPoint);
        break;
      case "read":
        await this.#read(model.start + Math.floor(step.at * (model.end - model.start)));
    }
    assertEquals([this.log.logStartOffset, this.log.logEndOffset], [model.start, model.end]);
  }

  async #truncate(offset: number): Promise<void> {
    await this.log.truncateTo(offset);
    this.model.truncateTo(offset);
  }

  async #open(clean: boolean, recoveryPoint: number): Promise<void> {
    const logStartOffset = this.model.start;
    const end = this.model.batches.at(-1)?.end ?? 0;
    this.log = await this.fixture.open({ ...OPEN, clean, recoveryPoint, logStartOffset });
    // A truncation into a batch leaves the end behind the last record: no file tells it.
    if (this.log.logEndOffset !== this.model.end) {
      assertEquals(this.log.logEndOffset, Math.max(end, this.log.activeSegmentBaseOffset));
      this.model.end = this.log.logEndOffset;
    }
    this.log.updateHighWatermark(this.log.logEndOffset);
  }

  async #read(offset: number): Promise<void> {
    const { records } = await read(this.log, offset, 1);
    const found = this.model.batches.find(({ end }) => end > offset);
    if (found === undefined) return assertEquals(records.length, 0);
    assertEquals(records.length, batch(found.end - found.first, found).length);
  }

  async check(): Promise<void> {
    assertEquals(offsetsOf(await readAll(this.log)), this.model.offsets());
  }
}

Deno.test("PartitionLog behaves like a list of batches, whatever is done to it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const world = new SimulatedWorld({ seed: 7 });
      const fixture = new LogFixture(world);
      await world.runUntil((async () => {
        const run = await Run.start(fixture);
        for (const step of steps) await run.take(step);
        await run.check();
        await run.take({ kind: "reopen" });
        await run.check();
      })());
    }),
    { numRuns: 60, seed: 20250101 },
  );
});
