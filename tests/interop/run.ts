/**
 * Real, unmodified Kafka software against a running Ottla. `deno task test:interop [SUITE...]` runs all suites, or those
 * named. What a suite needs is installed below `.cache/interop/`; what can't be had is said and skipped.
 */
import { Report } from "./harness/report.ts";
import { type Suite, SuiteRun } from "./harness/suite.ts";
import { franzGo } from "./suites/franz_go.ts";
import { group12 } from "./suites/group_12.ts";
import { handover } from "./suites/handover.ts";
import { java } from "./suites/java.ts";
import { kafkaGo } from "./suites/kafka_go.ts";
import { kafkajs } from "./suites/kafkajs.ts";
import { kcat } from "./suites/kcat.ts";
import { kill9 } from "./suites/kill_9.ts";
import { platformaticKafka } from "./suites/platformatic_kafka.ts";
import { scenario } from "./suites/scenario.ts";
import { tools } from "./suites/tools.ts";
import { twoProcesses } from "./suites/two_processes.ts";

const SUITES: readonly Suite[] = [
  kcat,
  kafkajs,
  platformaticKafka,
  franzGo,
  kafkaGo,
  java,
  kill9,
  handover,
  group12,
  twoProcesses,
  scenario,
  tools,
];

const cache = new URL("../../.cache/interop", import.meta.url).pathname;
const chosen = Deno.args.length === 0
  ? SUITES
  : SUITES.filter(({ name }) => Deno.args.includes(name));
if (chosen.length === 0) {
  console.error(`Suites are: ${SUITES.map(({ name }) => name).join(", ")}`);
  Deno.exit(2);
}

const report = new Report();
const scratch = `${cache}/run-${Deno.pid}`;
let running: SuiteRun | null = null;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, async () => {
    await running?.end();
    Deno.exit(130);
  });
}
for (const suite of chosen) await runSuite(suite);
if (report.failed === 0) await Deno.remove(scratch, { recursive: true }).catch(() => {});
else console.log(`Data and logs are kept in ${scratch}`);
console.log(report.summary());
Deno.exit(report.failed === 0 ? 0 : 1);

async function runSuite(suite: Suite): Promise<void> {
  const directory = `${scratch}/${suite.name}`;
  await Deno.mkdir(directory, { recursive: true });
  const run = new SuiteRun(suite.name, directory, cache, report);
  running = run;
  try {
    await suite.run(run);
  } catch (error) {
    report.fail(`${suite.name}: runs to its end`, error);
  } finally {
    await run.end();
  }
}
