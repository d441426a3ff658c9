/**
 * Ottla beside Apache Kafka 4.3.1, on Deno from source and as the executable that Bun made (`deno task compile:bun`).
 *
 * ```sh
 * deno task bench compare                         # everything: about half an hour
 * deno task bench compare --only fetch-1,start --rounds 3 --seconds 5 --brokers kafka,bun
 * ```
 *
 * Rounds alternate between the brokers, so that what else the machine does hits all of them; medians are compared. What
 * is not here (gcc, Java with Maven, dist/ottla) is said and left out.
 */
import { parseArgs } from "@std/cli/parse-args";
import { LoadGenerator } from "./compare/load_generator.ts";
import { type BrokerKind, KINDS, MeasuredBroker } from "./compare/measured_broker.ts";
import { type Figures, type Workload, WORKLOADS } from "./compare/workloads.ts";

const CACHE = new URL("../.cache/interop", import.meta.url).pathname;

const flags = parseArgs(Deno.args, {
  string: ["only", "rounds", "seconds", "brokers", "directory"],
  default: { rounds: "3", seconds: "5" },
});

const scratch = await Deno.makeTempDir({ dir: flags.directory, prefix: "ottla-bench-" });
try {
  await compare();
} finally {
  await Deno.remove(scratch, { recursive: true });
}

async function compare(): Promise<void> {
  const load = await LoadGenerator.compile(scratch);
  if (load === null) return console.log("Skipped: gcc is needed for the load generator");
  const kinds = await installed(KINDS.filter(({ name }) => isChosen(flags.brokers, name)));
  for (const workload of WORKLOADS.filter(({ name }) => isChosen(flags.only, name))) {
    const runs = new Map<BrokerKind, Figures[]>(kinds.map((kind) => [kind, []]));
    for (let round = 0; round < Number(flags.rounds); round++) {
      for (const kind of kinds) {
        try {
          runs.get(kind)!.push(await once(workload, kind, load, round));
        } catch (error) {
          console.log(`${workload.name}, ${kind.name}: ${(error as Error).message}`);
        }
      }
    }
    print(workload, runs);
  }
}

async function once(
  workload: Workload,
  kind: BrokerKind,
  load: LoadGenerator,
  round: number,
): Promise<Figures> {
  const directory = `${scratch}/${workload.name}-${kind.name}-${round}`;
  const broker = await MeasuredBroker.prepare(kind, CACHE, directory, workload.settings);
  const figures = await workload.run(broker, load, Number(flags.seconds));
  await Deno.remove(directory, { recursive: true });
  return figures;
}

async function installed(kinds: readonly BrokerKind[]): Promise<BrokerKind[]> {
  const here: BrokerKind[] = [];
  for (const kind of kinds) {
    const missing = await kind.install(CACHE);
    if (missing === null) here.push(kind);
    else console.log(`Left out ${kind.name}: ${missing} is missing`);
  }
  return here;
}

/** Each figure of every broker, and its ratio to that of the first one. */
function print({ name, target }: Workload, runs: ReadonlyMap<BrokerKind, Figures[]>): void {
  const medians = [...runs].filter(([, all]) => all.length > 0).map(([kind, all]) => ({
    kind,
    figures: Object.fromEntries(
      Object.keys(all[0]).map((unit) => [unit, median(all.map((figures) => figures[unit]))]),
    ),
  }));
  console.log(`${name} (${target})`);
  for (const { kind, figures } of medians) {
    const cells = Object.entries(figures).map(([unit, value]) => {
      const ratio = value / medians[0].figures[unit];
      return `${rounded(value)} ${unit} (${ratio.toFixed(2)})`.padEnd(30);
    });
    console.log(`  ${kind.name.padEnd(8)}${cells.join("")}`.trimEnd());
  }
}

function isChosen(names: string | undefined, name: string): boolean {
  return names === undefined || names.split(",").includes(name);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
