import { assertEquals } from "@std/assert";
import {
  eachWithProgress,
  Progress,
  showShare,
  withProgress,
} from "../../../cli/output/progress.ts";
import { progressText } from "../../../cli/output/progress_text.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { screenOf } from "../screen.ts";
import { TestProcess } from "../simulated_tool.ts";

class Bench {
  readonly world = new SimulatedWorld({ seed: 1 });
  readonly process: TestProcess;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    this.process = new TestProcess(this.world.node("here"), { environment });
    this.process.terminal.isWatched = true;
  }

  get shown(): string[] {
    return screenOf(this.process.terminal.errors);
  }

  async pass(ms: number): Promise<void> {
    await this.world.runUntil(this.process.runtime.clock.sleep(ms));
  }
}

Deno.test("Progress: shown after 300 ms, with how much is done, how fast, and how long it takes still", async () => {
  const bench = new Bench();
  const progress = new Progress(bench.process.runtime, { what: "Sending records", total: 1000 });
  await bench.pass(299);
  assertEquals(bench.process.terminal.errors, "");
  progress.add(499);
  progress.add();
  await bench.pass(702);
  assertEquals(
    bench.shown,
    ["Sending records [==============>             ]  50%  500/1000  500/s  0:01 left"],
  );
  progress.end();
  assertEquals(bench.shown, [""]);
  const { length } = bench.process.terminal.errors;
  await bench.pass(1000);
  assertEquals(bench.process.terminal.errors.length, length);
});

Deno.test("Progress: redrawn ten times a second at most, however often something is done", async () => {
  const bench = new Bench();
  const progress = new Progress(bench.process.runtime, { what: "Counting" });
  for (let i = 0; i < 2000; i++) {
    progress.add();
    await bench.pass(1);
  }
  progress.end();
  const drawn = bench.process.terminal.errors.split("Counting").length - 1;
  assertEquals(drawn > 10 && drawn <= 18, true, `${drawn}`);
});

Deno.test("Progress: nothing is written where standard error is no terminal, or one that can't go back", async () => {
  const piped = new Bench();
  piped.process.terminal.isWatched = false;
  for (const bench of [piped, new Bench({ TERM: "dumb" })]) {
    const progress = new Progress(bench.process.runtime, { what: "Sending", total: 10 });
    await bench.pass(2000);
    progress.end();
    showShare(bench.process.runtime, { what: "Completed", done: 1, total: 2 });
    assertEquals(bench.process.terminal.errors, "");
  }
});

Deno.test("Progress: beside output only where that goes elsewhere", async () => {
  for (const isInteractive of [true, false]) {
    const bench = new Bench();
    bench.process.terminal.isInteractive = isInteractive;
    const options = { what: "Reading", total: 10, isBesideOutput: true };
    const progress = new Progress(bench.process.runtime, options);
    await bench.pass(1000);
    progress.end();
    assertEquals(bench.process.terminal.errors === "", isInteractive);
  }
});

Deno.test("Progress.next: each piece of the work has its own rate and end, without another wait", async () => {
  const bench = new Bench();
  const progress = new Progress(bench.process.runtime, { what: "First", total: 10 });
  progress.add(5);
  await bench.pass(1001);
  progress.next({ what: "Second", total: 2_000_000, unit: "bytes" });
  progress.done = 1_000_000;
  await bench.pass(1000);
  assertEquals(bench.shown.map((line) => line.replace(/\[.*\]/, "[]")), [
    "Second []  50%  1.0 MB of 2.0 MB  1.0 MB/s  0:01 left",
  ]);
  progress.end();
});

Deno.test("withProgress: the bar goes away when the work fails", async () => {
  const bench = new Bench();
  let shown: string[] = [];
  const work = withProgress(bench.process.runtime, { what: "Failing" }, async () => {
    await bench.process.runtime.clock.sleep(1000);
    shown = bench.shown;
    throw new Error("no");
  }).catch((error) => (error as Error).message);
  assertEquals(await bench.world.runUntil(work), "no");
  assertEquals(shown, ["Failing  0:01"]);
  assertEquals(bench.shown, [""]);
});

Deno.test("eachWithProgress: counts what was handled, and ends with a loop that is left", async () => {
  const bench = new Bench();
  const { clock } = bench.process.runtime;
  const lines: string[] = [];
  await bench.world.runUntil((async () => {
    for await (const group of eachWithProgress(bench.process.runtime, "Groups", ["a", "b", "c"])) {
      await clock.sleep(1000);
      lines.push(`${group} ${bench.shown[0].replace(/.*\] */, "")}`);
      if (group === "b") break;
    }
  })());
  assertEquals(lines, ["a 0%  0/3  0.0/s", "b 33%  1/3  0.5/s  0:04 left"]);
  assertEquals(bench.shown, [""]);
});

Deno.test("showShare: one line that stays", () => {
  const bench = new Bench();
  bench.process.terminal.columns = 41;
  showShare(bench.process.runtime, { what: "Completed", done: 1, total: 4 });
  assertEquals(bench.shown, ["Completed [====>             ]  25%  1/4", ""]);
});

Deno.test("progressText: fits the terminal: a shorter bar, none, or a cut line", () => {
  const state = {
    what: "Reading 00000000000000000000.log",
    unit: "bytes" as const,
    done: 1_500_000,
    total: 3_000_000_000,
    elapsedMs: 1000,
  };
  for (const columns of [200, 120, 100, 80, 60, 20, 1]) {
    assertEquals(progressText(state, columns).length < Math.max(columns, 1), true, `${columns}`);
  }
  assertEquals(
    progressText(state, 100),
    "Reading 00000000000000000000.log [>                  ]   0%  1.5 MB of 3.0 GB  1.5 MB/s  33:19 left",
  );
  assertEquals(
    progressText(state, 84),
    "Reading 00000000000000000000.log   0%  1.5 MB of 3.0 GB  1.5 MB/s  33:19 left",
  );
});

Deno.test("progressText: more than all is all, and hours are hours", () => {
  const state = { what: "W", unit: "count" as const, elapsedMs: 1000, columns: 80 };
  assertEquals(
    progressText({ ...state, done: 12, total: 10 }, 60).replace(/\[=+\]/, "[]"),
    "W [] 100%  12/10  12/s  0:00 left",
  );
  assertEquals(
    progressText({ ...state, done: 1, total: 7202 }, 80).replace(/.*s {2}/, ""),
    "2:00:01 left",
  );
  assertEquals(progressText({ ...state, done: 5, total: null }, 80), "W  5  5.0/s  0:01");
});
