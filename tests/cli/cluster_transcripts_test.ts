/** Kafka's tools were called on a fresh cluster, and printed this; ours are called the same way, against a node of ours. */
import { assertEquals } from "@std/assert";
import { replay } from "./cluster_replay.ts";
import { CLUSTER_TRANSCRIPTS_3_5 } from "./differences/cluster_3_5.ts";
import { CLUSTER_TRANSCRIPTS_4_3 } from "./differences/cluster_4_3.ts";
import { BY_CHANCE } from "./transcript_reasons.ts";

const TRANSCRIPTS = { ...CLUSTER_TRANSCRIPTS_4_3, ...CLUSTER_TRANSCRIPTS_3_5 };

for (const [name, transcript] of Object.entries(TRANSCRIPTS)) {
  Deno.test(`${name}: what Kafka's tools printed is printed, but for the listed commands`, async () => {
    const { equal, different } = await replay(name, transcript);
    const unexpected = new Set(different);
    for (const [command, reason] of transcript.differences) {
      const differs = unexpected.delete(command);
      if (!differs && !BY_CHANCE.has(reason)) unexpected.add(`equal: ${command}`);
    }
    assertEquals([...unexpected], []);
    assertEquals(equal >= transcript.equal, true, `${equal} are equal`);
  });
}
