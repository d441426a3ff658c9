import { assert, assertEquals } from "@std/assert";
import { type CrashModel, SimulatedWorld } from "../../runtime/simulated/world.ts";
import { SeededRandom } from "../../runtime/simulated/seeded_random.ts";
import type { PartitionLog } from "../../storage/partition_log.ts";
import { append, idempotent, LogFixture, type OpenOverrides, readAll } from "./log_fixture.ts";

const CONFIG = { segmentBytes: 3000, indexIntervalBytes: 300, fileDeleteDelayMs: 5 };

/** Appends to one log over several lives of its machine, and knows what was promised. */
class Lives {
  /** Offset after the last record that was acknowledged as written. */
  written = 0;
  /** Offset after the last record that a flush promised. */
  flushed = 0;
  /** Recovery point and log start as a checkpoint file may have them: some earlier value. */
  checkpoint = { recoveryPoint: 0, logStartOffset: 0 };
  /** Length of the value of each record, which tells them apart. */
  readonly values: number[] = [];
  readonly sequences: number[] = [];

  constructor(readonly fixture: LogFixture, readonly random: SeededRandom) {}

  get #world(): SimulatedWorld {
    return this.fixture.world;
  }

  /** One life: opens, checks, works, and is crashed at some instant. */
  async live(
    model: CrashModel | null,
    clean: boolean,
    acked: "written" | "flushed",
  ): Promise<void> {
    const open: OpenOverrides = {
      config: CONFIG,
      clean,
      contiguous: true,
      ...this.checkpoint,
    };
    const log = await this.#world.runUntil(this.fixture.open(open));
    await this.#world.runUntil(this.#check(log, acked));
    const working = this.#work(log).catch(() => {});
    if (model !== null) {
      await this.#world.advance(this.random.between(0, 30));
      this.fixture.crash(model);
    } else {
      await this.#world.runUntil(working);
      await this.#world.runUntil(log.close({ clean: true }));
      this.checkpoint = { recoveryPoint: log.recoveryPoint, logStartOffset: log.logStartOffset };
      this.written = this.flushed = log.logEndOffset;
    }
  }

  async #work(log: PartitionLog): Promise<void> {
    const { clock } = this.fixture.runtime;
    for (let i = 0; i < 40; i++) {
      for (let j = this.random.below(4); j >= 0; j--) this.#append(log);
      log.onWritten((error) => {
        if (error !== null) return;
        this.written = Math.max(this.written, log.writtenEndOffset);
        log.updateHighWatermark(log.writtenEndOffset);
      });
      if (this.random.below(6) === 0) {
        const end = log.logEndOffset;
        await log.flush();
        this.flushed = Math.max(this.flushed, end);
      }
      if (this.random.below(8) === 0) log.roll();
      if (this.random.below(5) === 0) {
        this.checkpoint = { recoveryPoint: log.recoveryPoint, logStartOffset: log.logStartOffset };
      }
      if (this.random.below(15) === 0) {
        const { logStartOffset: start, highWatermark } = log;
        log.increaseLogStartOffset(start + this.random.below(1 + highWatermark - start));
        await log.deleteOldSegments();
      }
      await clock.sleep(this.random.between(0, 2));
    }
  }

  #append(log: PartitionLog): void {
    const count = 1 + this.random.below(3);
    const valueBytes = this.random.below(400);
    const sequence = log.activeProducers()[0]?.lastSequence ?? -1;
    append(log, idempotent(1, 0, sequence + 1, count, { valueBytes }));
    for (let i = 0; i < count; i++) {
      this.values.push(valueBytes);
      this.sequences.push(sequence + 1 + i);
    }
  }

  /** What is there is a prefix of what was appended, and holds all that was promised. */
  async #check(log: PartitionLog, acked: "written" | "flushed"): Promise<void> {
    const end = log.logEndOffset;
    assert(end >= this[acked], `ends at ${end}, ${this[acked]} was ${acked}`);
    assert(end <= this.values.length, `ends at ${end} of ${this.values.length}`);
    const records = await readAll(log);
    assertEquals(
      records.map(({ offset, value }) => [Number(offset), value?.length]),
      this.values.slice(0, end).map((value, offset) => [offset, value]).slice(log.logStartOffset),
    );
    if (end > log.logStartOffset) {
      assertEquals(log.activeProducers()[0].lastSequence, this.sequences[end - 1]);
    }
    this.values.length = end;
    this.sequences.length = end;
    this.written = Math.min(this.written, end);
  }
}

async function surviveCrashes(seed: number, models: readonly (CrashModel | null)[]): Promise<void> {
  const world = new SimulatedWorld({ seed });
  const lives = new Lives(new LogFixture(world), new SeededRandom(seed, "lives"));
  let clean = true;
  let acked: "written" | "flushed" = "written";
  for (const model of [...models, null]) {
    try {
      await lives.live(model, clean, acked);
    } catch (error) {
      throw new Error(`Seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
    clean = model === null;
    acked = model === null || model === "process" ? "written" : "flushed";
  }
  const log = await world.runUntil(lives.fixture.open({ config: CONFIG, ...lives.checkpoint }));
  assertEquals(log.logEndOffset, lives.values.length);
}

Deno.test("PartitionLog loses nothing that was written when its process crashes", async () => {
  for (let seed = 1; seed <= 25; seed++) {
    await surviveCrashes(seed, ["process", "process", null, "process"]);
  }
});

Deno.test("PartitionLog loses nothing that was flushed when its machine crashes", async () => {
  for (let seed = 1; seed <= 25; seed++) {
    await surviveCrashes(seed, ["machine-torn", "machine-lose-unsynced", null, "machine-torn"]);
  }
});

Deno.test("PartitionLog is whole after a crash in the middle of a truncation", async () => {
  const config = { segmentBytes: 500, indexIntervalBytes: 100 };
  for (let seed = 1; seed <= 30; seed++) {
    const world = new SimulatedWorld({ seed });
    const fixture = new LogFixture(world);
    const random = new SeededRandom(seed, "truncation");
    const log = await world.runUntil(fixture.open({ config }));
    for (let i = 0; i < 30; i++) append(log, idempotent(1, 0, i, 1, { valueBytes: i }));
    await world.runUntil(log.flush());
    const target = random.below(30);
    log.truncateTo(target).catch(() => {});
    await world.advance(random.between(0, 25));
    fixture.crash(seed % 2 === 0 ? "process" : "machine-torn");
    const again = await world.runUntil(
      fixture.open({ config, clean: false, recoveryPoint: target, contiguous: true }),
    );
    const found = (await world.runUntil(readAll(again))).map(({ value }) => value?.length);
    assert(again.logEndOffset >= target, `seed ${seed}`);
    assertEquals(found, Array.from({ length: again.logEndOffset }, (_, i) => i), `seed ${seed}`);
    assertEquals(again.activeProducers()[0]?.lastSequence ?? -1, again.logEndOffset - 1);
  }
});
