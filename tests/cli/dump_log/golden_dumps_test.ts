import { assertEquals } from "@std/assert";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { unpackDirectory } from "../../storage/kafka_directory.ts";
import { runTool } from "../simulated_tool.ts";
import { findingsOf, type GoldenCall, readGoldenDump } from "./golden_dump.ts";

const SAMPLES = [
  "kafka-3.5-clean",
  "kafka-3.5-killed",
  "kafka-3.9-clean",
  "kafka-3.9-killed",
  "kafka-4.3-clean",
  "kafka-4.3-killed",
  "kafka-4.3-snapshots",
];

for (const sample of SAMPLES) {
  Deno.test(`kafka-dump-log prints what Kafka's prints: ${sample}`, async () => {
    const world = new SimulatedWorld({ seed: 1 });
    const runtime = world.node("m");
    const calls = readGoldenDump(sample);
    await world.runUntil(unpackDirectory(sample, runtime.disk, dataDirectory(calls)));
    const is4 = sample.startsWith("kafka-4");
    const asOf = is4 ? (line: string) => line : as3;
    for (const { what, flags, files, lines, findings } of calls) {
      const result = await runTool(world, runtime, "kafka-dump-log", [
        ...flags,
        "--files",
        files.join(","),
      ]);
      const found = result.stdout.trimEnd().split("\n").map(asOf);
      assertEquals(
        found.map((line) => line.trimEnd()),
        lines.map(asOf).map((line) => line.trimEnd()),
        what,
      );
      assertEquals(result.exitCode, 0);
      if (findings === null) continue;
      // 4.x takes every file that does not start at 0 for one with a gap.
      const told = result.stderr.split("\n").filter((one) => is4 || !one.startsWith("  -1 is "));
      assertEquals(findingsOf(told), findings, what);
    }
  });
}

function dataDirectory(calls: readonly GoldenCall[]): string {
  return /^(.*)\/[^/]+\/[^/]+$/.exec(calls[0].files[0])![1];
}

/** Where 3.x has other words than 4.3: elections, and the coordinators' records. */
function as3(line: string): string {
  return line
    .replace(/ (?:controlType: LEADER_CHANGE\(2\)|LeaderChange: .*)$/, " LEADER_CHANGE")
    .replace(
      / key: (?:\{"type":"\d+",|offset_commit::|group_metadata::|transaction_metadata::).*/,
      " RECORD",
    );
}
