/** Kafka's tools were called, and printed this; ours are called the same way, against a node of ours. */
import { assertEquals } from "@std/assert";
import { NOT_RUN, type PlayedCase } from "./played_case.ts";
import { BY_CHANCE, type Reason } from "./transcript_reasons.ts";
import { TRANSCRIPT_SUITES, type TranscriptSuite } from "./transcript_suites.ts";

for (const suite of TRANSCRIPT_SUITES) {
  Deno.test(`${suite.name}: what Kafka's tools printed is printed, but for the listed commands`, async () => {
    const cases = await suite.play();
    assertEquals(unexpected(suite, cases), []);
    const equal = cases.filter(({ difference }) => difference === null).length;
    assertEquals(equal >= suite.leastEqual, true, `${equal} are equal`);
  });
}

Deno.test("Where 3.5 and 4.3 have other words, ours has those of one of them, not a third", () => {
  const reasons = new Map<string, Reason>();
  for (const { differences } of TRANSCRIPT_SUITES) {
    for (const [fixture, listed] of Object.entries(differences)) {
      for (const [command, reason] of listed) reasons.set(`${fixture} $ ${command}`, reason);
    }
  }
  const ofNeither = [...reasons].filter(([call, reason]) =>
    reason === "of 4.3" && reasons.get(call.replace("-3.5 $", "-4.3 $")) === "of 3.5"
  );
  assertEquals(ofNeither, []);
});

/** Differences that are not listed, and listed commands that don't differ. */
function unexpected({ differences }: TranscriptSuite, cases: readonly PlayedCase[]): string[] {
  const different = new Map<string, string>();
  for (const { fixture, command, difference } of cases) {
    if (difference === null) continue;
    different.set(`${fixture} $ ${command}`, difference);
    if (Deno.env.has("SHOW_DIFFERENCES")) console.log(`${fixture} $ ${command}\n${difference}`);
  }
  const equal: string[] = [];
  for (const [fixture, listed] of Object.entries(differences)) {
    for (const [command, reason] of listed) {
      const differs = different.delete(`${fixture} $ ${command}`);
      if (!differs && !BY_CHANCE.has(reason)) equal.push(`equal: ${fixture} $ ${command}`);
    }
  }
  const unlisted = [...different].filter(([, difference]) => difference !== NOT_RUN);
  return [...unlisted.map(([command]) => command), ...equal];
}
