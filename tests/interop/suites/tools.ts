/**
 * Apache's tools against Ottla, and Ottla's tools against Apache Kafka: every call must end as it does where both are
 * Apache's. See `../tools/scenarios.txt` for the calls, `../tools/differences.ts` for what may differ, and why.
 */
import { assertEquals } from "@std/assert";
import { ApacheKafka } from "../harness/apache_kafka.ts";
import { KAFKA_VERSIONS } from "../harness/apache_tools.ts";
import { excerpt, isInstalled } from "../harness/command.ts";
import type { Suite, SuiteRun } from "../harness/suite.ts";
import { DIFFERENCES } from "../tools/differences.ts";
import { type Outcome, play } from "../tools/play.ts";
import type { Player } from "../tools/players.ts";
import { readScenarios } from "../tools/scenarios.ts";

interface Pair {
  readonly tools: Player;
  readonly server: Player;
}

/** What is compared with what: the same tools, or those whose words ours have, against the same server or Apache's. */
const COMPARISONS: readonly { readonly pair: Pair; readonly reference: Pair }[] = [
  { pair: pair("4.3.1", "ottla"), reference: pair("4.3.1", "4.3.1") },
  { pair: pair("ottla", "4.3.1"), reference: pair("4.3.1", "4.3.1") },
  { pair: pair("3.5.2", "ottla"), reference: pair("3.5.2", "3.5.2") },
  { pair: pair("ottla", "3.5.2"), reference: pair("4.3.1", "3.5.2") },
];

export const tools: Suite = {
  name: "tools",
  async run(suite) {
    if (!await isInstalled("javac")) return suite.skip("all", "javac (Java 17, with its compiler)");
    for (const version of KAFKA_VERSIONS) {
      const missing = await ApacheKafka.install(suite.cache, version);
      if (missing !== null) return suite.skip("all", missing);
    }
    const played = new Played(suite);
    await played.all(COMPARISONS.flatMap(({ pair, reference }) => [pair, reference]));
    await suite.case("Apache's own pairs print what was written", async () => {
      for (const { reference } of COMPARISONS) showsRecords(await played.outcomes(reference));
    });
    for (const { pair, reference } of COMPARISONS) {
      const name = `${called(pair)} as ${called(reference)}`;
      let counts = "";
      await suite.case(name, async () => {
        counts = compare(pair, await played.outcomes(pair), await played.outcomes(reference));
      });
      if (counts !== "") console.log(`   ${counts}`);
    }
  },
};

function pair(tools: Player, server: Player): Pair {
  return { tools, server };
}

function called({ tools, server }: Pair): string {
  const name = (player: Player) => player === "ottla" ? "Ottla" : `Apache ${player}`;
  return `tools of ${name(tools)} on ${name(server)}`;
}

/** Each pair is played once. */
class Played {
  readonly #outcomes = new Map<string, Promise<Outcome[]>>();

  constructor(readonly suite: SuiteRun) {}

  /** Three at a time: they wait more than they work. */
  async all(pairs: readonly Pair[]): Promise<void> {
    const waiting = [...pairs];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await this.outcomes(next).catch(() => {});
      }
    };
    await Promise.all([work(), work(), work()]);
  }

  outcomes(pair: Pair): Promise<Outcome[]> {
    const key = called(pair);
    const known = this.#outcomes.get(key) ??
      readScenarios().then((scenarios) => play(this.suite, scenarios, pair));
    this.#outcomes.set(key, known);
    return known;
  }
}

/** Two that print nothing would be equal, too. */
function showsRecords(outcomes: readonly Outcome[]): void {
  const silent = outcomes.filter(({ scenario: { tool, text }, code, out }) =>
    tool === "kafka-console-consumer" && text.includes("--max-messages") &&
    !/NoOp|print\.value=false/.test(text) && code === 0 && out === ""
  );
  assertEquals(silent.map(({ scenario }) => scenario.text), []);
}

/** @throws {Error} With the differences that are not listed, and the listed calls that don't differ. */
function compare(
  { tools, server }: Pair,
  ours: readonly Outcome[],
  theirs: readonly Outcome[],
): string {
  const listed = new Map(DIFFERENCES[`${tools} on ${server}`] ?? []);
  const unused = new Set(listed.keys());
  const problems: string[] = [];
  let equal = 0;
  let different = 0;
  for (const [at, { scenario, code, out, err }] of ours.entries()) {
    // With the same tools, a call without a server shows nothing.
    if (scenario.isLocal && tools !== "ottla") continue;
    const reference = theirs[at];
    if (code === reference.code && out === reference.out) {
      equal++;
      continue;
    }
    different++;
    unused.delete(scenario.text);
    if (listed.has(scenario.text)) continue;
    const lines = [`$ ${scenario.text}`, ...linesThatDiffer(reference.out, out)];
    if (code !== reference.code) lines.push(`exit code ${code}, not ${reference.code}`);
    if (err !== "") lines.push(`standard error: ${excerpt(err, 3).slice(0, 300)}`);
    problems.push(`${lines.join("\n")}\n`);
  }
  for (const text of unused) problems.push(`$ ${text}\nis listed, but does not differ`);
  const counts = `${equal} calls are equal, ${different} differ (${listed.size} listed)`;
  if (problems.length > 0) throw new Error(`${counts}\n${problems.join("\n")}`);
  return counts;
}

/** Of each side, those that the other does not have. */
function linesThatDiffer(theirs: string, ours: string): string[] {
  const [before, after] = [theirs.split("\n"), ours.split("\n")];
  const differing = [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
  return differing.length > 0 || theirs === ours ? differing : ["the lines come in another order"];
}
