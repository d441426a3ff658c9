import { assertEquals } from "@std/assert";
import { ProducerStatistics } from "../../../cli/producer_perf/statistics.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";

async function measured(latenciesMs: readonly number[], intervalMs: number): Promise<string[]> {
  const world = new SimulatedWorld({ seed: 1 });
  const { clock } = world.node("localhost");
  const lines: string[] = [];
  const statistics = new ProducerStatistics(clock, {
    records: latenciesMs.length,
    intervalMs,
    print: (line) => lines.push(line),
  });
  for (const latencyMs of latenciesMs) {
    const sentAtMs = clock.now();
    await world.runUntil(clock.sleep(latencyMs));
    statistics.record(sentAtMs, 1024 * 1024);
  }
  statistics.printTotal();
  return lines;
}

Deno.test("ProducerStatistics sums up as Kafka's tool does", async () => {
  const latencies = Array.from({ length: 100 }, (_, i) => i < 99 ? 10 : 510);
  assertEquals(await measured(latencies, 60_000), [
    "100 records sent, 66.666667 records/sec (66.67 MB/sec), 15.00 ms avg latency, " +
    "510.00 ms max latency, 10 ms 50th, 10 ms 95th, 510 ms 99th, 510 ms 99.9th.",
  ]);
});

Deno.test("ProducerStatistics prints a line for each interval", async () => {
  const lines = await measured([50, 50, 50, 50], 100);
  assertEquals(lines.slice(0, -1), [
    "2 records sent, 20.0 records/sec (20.00 MB/sec), 50.0 ms avg latency, 50.0 ms max latency.",
    "2 records sent, 20.0 records/sec (20.00 MB/sec), 50.0 ms avg latency, 50.0 ms max latency.",
  ]);
});

Deno.test("ProducerStatistics prints no more samples than it was sent records", async () => {
  assertEquals(await measured([], 100), [
    "0 records sent, NaN records/sec (NaN MB/sec), NaN ms avg latency, 0.00 ms max latency, " +
    "0 ms 50th, 0 ms 95th, 0 ms 99th, 0 ms 99.9th.",
  ]);
});
