/** Kafka's tools were called, and printed this; ours are called the same way, against a node of ours. */
import { assertEquals } from "@std/assert";
import { Replay } from "./replay.ts";
import { DIFFERENCES, LEAST_EQUAL } from "./transcript_differences.ts";
import { BY_CHANCE } from "./transcript_reasons.ts";

/** The tools are replayed in the order in which they were recorded: each finds what the last one left. */
const RECORDED: readonly (readonly ["3.5" | "4.3", readonly string[]])[] = [
  ["4.3", [
    "kafka-topics",
    "kafka-console-producer",
    "kafka-console-consumer",
    "kafka-storage",
    "kafka-consumer-groups",
    "kafka-configs",
    "kafka-broker-api-versions",
  ]],
  ["3.5", [
    "kafka-topics",
    "kafka-console-producer",
    "kafka-console-consumer",
    "kafka-consumer-groups",
    "kafka-configs",
  ]],
];

for (const [version, tools] of RECORDED) {
  Deno.test(`The tools print what those of Kafka ${version} printed, but for the listed commands`, async () => {
    const replay = await Replay.start(version);
    const unexpected: Record<string, string[]> = {};
    for (const tool of tools) {
      const name = `${tool}-${version}`;
      const different = await replay.run(tool);
      const listed = DIFFERENCES[name] ?? [];
      for (const [command, reason] of listed) {
        if (!different.delete(command) && !BY_CHANCE.has(reason)) {
          different.add(`equal: ${command}`);
        }
      }
      if (different.size > 0) unexpected[name] = [...different];
    }
    await replay.stop();
    assertEquals(unexpected, {});
    assertEquals(replay.equal >= LEAST_EQUAL[version], true, `${replay.equal} are equal`);
  });
}
