/** The page `docs/tools.md`: how ours compare with Kafka's, counted by running what the tests run. */
import { TOOLS } from "../../cli/tools.ts";
import { helpFlags, isKnown } from "./help_flags.ts";
import { type KafkaVersion, NOT_RUN, type PlayedCase } from "./played_case.ts";
import { BY_CHANCE, type Reason, REASONS } from "./transcript_reasons.ts";
import { TRANSCRIPT_SUITES } from "./transcript_suites.ts";

const VERSIONS: readonly KafkaVersion[] = ["3.5", "4.3"];

/** Kafka 3.5 does not have them. */
const NEWER: ReadonlySet<string> = new Set([
  "kafka-client-metrics",
  "kafka-console-share-consumer",
  "kafka-groups",
  "kafka-share-groups",
  "kafka-streams-groups",
]);

/** Those that start a node or prepare it; what they print is no table or list of Kafka's. */
const STARTERS: ReadonlySet<string> = new Set([
  "kafka-server-start",
  "zookeeper-server-start",
  "docker-image",
]);

class Count {
  equal = 0;
  readonly different = new Map<Reason, number>();

  add(reason: Reason | null): void {
    if (reason === null) this.equal++;
    else this.different.set(reason, (this.different.get(reason) ?? 0) + 1);
  }
}

/** By tool and version. */
type Counts<T> = ReadonlyMap<string, T>;

/** Plays every transcript and asks for every flag, and writes down what came of it. */
export async function toolsPage(): Promise<string> {
  const cases = await countCases();
  const flags = await countFlags();
  const tools = TOOLS.map(({ name }) => name).filter((name) => !STARTERS.has(name));
  return [
    "# Tools",
    "",
    "Every tool of Ottla beside those of Apache Kafka 3.5.2 and 4.3.1. The tests play recorded calls of Kafka's tools to ours:",
    "the same arguments and input, then standard output, standard error and exit code are compared. The flags are those that",
    "Kafka's help names. Written by `deno task docs`, which plays the recordings too; `tests/cli/transcript_suites.ts` lists",
    "them, and `tests/cli/differences/` each call that may differ, with its reason. `deno task test:interop tools` does the same",
    "with running servers: Apache's tools on Ottla and Ottla's on Apache Kafka, each call held against Apache's own.",
    "",
    "| Tool | Flags of 3.5 | Flags of 4.3 | Calls of 3.5: equal / different | Calls of 4.3: equal / different |",
    "| --- | --- | --- | --- | --- |",
    ...tools.map((tool) =>
      row([
        `\`${tool}\``,
        ...VERSIONS.map((version) => flagCell(tool, version, flags)),
        ...VERSIONS.map((version) => caseCell(tool, version, cases)),
      ])
    ),
    row(["all", ...VERSIONS.map(() => ""), ...VERSIONS.map((version) => sumCell(version, cases))]),
    "",
    "Kafka's texts of help are not compared word by word: ours have their own. Nor are ids, times, names of Java's classes",
    "and stack traces. `kafka-server-start`, `zookeeper-server-start` and `docker-image` start a node or prepare it, and have tests of their own.",
    "",
    "## Why they differ",
    "",
    "| Word | Reason | Calls of 3.5 | Calls of 4.3 |",
    "| --- | --- | --- | --- |",
    ...(Object.keys(REASONS) as Reason[]).map((reason) =>
      row([
        reason,
        REASONS[reason],
        ...VERSIONS.map((version) => String(sum(version, reason, cases))),
      ])
    ),
    "",
    "Where 3.5 and 4.3 say the same thing in different words, one of the two must differ. The tests hold that ours then has",
    "the words of the other, or a reason of its own to differ from that as well.",
    "",
    "| Tool | Different from 3.5 | Different from 4.3 |",
    "| --- | --- | --- |",
    ...tools.flatMap((tool) => {
      const cells = VERSIONS.map((version) => reasonCell(cases.get(`${tool} ${version}`)));
      return cells.every((cell) => cell === "") ? [] : [row([`\`${tool}\``, ...cells])];
    }),
    "",
  ].join("\n");
}

async function countCases(): Promise<Counts<Count>> {
  const counts = new Map<string, Count>();
  for (const { version, differences, play } of TRANSCRIPT_SUITES) {
    const reasons = new Map<string, Reason>();
    for (const [fixture, listed] of Object.entries(differences)) {
      for (const [command, reason] of listed) reasons.set(`${fixture} $ ${command}`, reason);
    }
    for (const played of await play()) {
      const key = `${played.tool} ${version}`;
      const count = counts.get(key) ?? new Count();
      counts.set(key, count);
      count.add(reasonOf(played, reasons.get(`${played.fixture} $ ${played.command}`)));
    }
  }
  return counts;
}

/** Null for what is equal; what differs by chance counts as different whatever came of it this time. */
function reasonOf({ difference }: PlayedCase, listed: Reason | undefined): Reason | null {
  if (listed !== undefined && BY_CHANCE.has(listed)) return listed;
  if (difference === null) return null;
  if (difference === NOT_RUN) return listed ?? "accepted";
  if (listed === undefined) throw new Error(`A difference that is not listed: ${difference}`);
  return listed;
}

interface FlagCount {
  all: number;
  known: number;
}

async function countFlags(): Promise<Counts<FlagCount>> {
  const counts = new Map<string, FlagCount>();
  for (const version of VERSIONS) {
    for (const flag of await helpFlags(version)) {
      const key = `${flag.tool} ${version}`;
      const count = counts.get(key) ?? { all: 0, known: 0 };
      counts.set(key, count);
      count.all++;
      if (await isKnown(flag)) count.known++;
    }
  }
  return counts;
}

function flagCell(tool: string, version: KafkaVersion, counts: Counts<FlagCount>): string {
  const count = counts.get(`${tool} ${version}`);
  if (count === undefined) return absence(tool, version, "none recorded");
  return count.known === count.all ? `all ${count.all}` : `${count.known} of ${count.all}`;
}

function caseCell(tool: string, version: KafkaVersion, counts: Counts<Count>): string {
  const count = counts.get(`${tool} ${version}`);
  if (count === undefined) return absence(tool, version, "none recorded");
  return `${count.equal} / ${total(count)}`;
}

function absence(tool: string, version: KafkaVersion, otherwise: string): string {
  return version === "3.5" && NEWER.has(tool) ? "not in 3.5" : otherwise;
}

function sumCell(version: KafkaVersion, counts: Counts<Count>): string {
  const of = ofVersion(version, counts);
  const add = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
  return `${add(of.map(({ equal }) => equal))} / ${add(of.map(total))}`;
}

function sum(version: KafkaVersion, reason: Reason, counts: Counts<Count>): number {
  return ofVersion(version, counts)
    .reduce((sum, { different }) => sum + (different.get(reason) ?? 0), 0);
}

function ofVersion(version: KafkaVersion, counts: Counts<Count>): Count[] {
  return [...counts].filter(([key]) => key.endsWith(` ${version}`)).map(([, count]) => count);
}

function total({ different }: Count): number {
  return [...different.values()].reduce((sum, one) => sum + one, 0);
}

function reasonCell(count: Count | undefined): string {
  return [...count?.different ?? []]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([reason, many]) => `${many} ${reason}`)
    .join(", ");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
