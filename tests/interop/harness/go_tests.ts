/** Test suites of Kafka clients written in Go, run against an Ottla as their authors run them against Kafka. */
import { excerpt, isInstalled, run } from "./command.ts";
import type { SuiteRun } from "./suite.ts";

export interface GoTests {
  /** Whose tests: a package of a module on the Go module proxy. */
  readonly package: string;
  readonly version: string;
  /** Regular expressions on names of tests: these run, except for those. */
  readonly only: string;
  readonly except: string;
  readonly env: Readonly<Record<string, string>>;
}

const BUILD_TIMEOUT_MS = 300_000;
const TEST_TIMEOUT_S = 150;
const RESULT = /^--- (PASS|FAIL|SKIP): (\S+) \((.*)s\)$/;

/** Builds the tests below `cache`. @returns what is missing, or null. */
export async function buildGoTests(cache: string, tests: GoTests): Promise<string | null> {
  if (!await isInstalled("go")) return "go";
  const folder = moduleFolder(cache, tests);
  const complete = `${folder}/.complete`;
  if (await Deno.stat(complete).then(() => true, () => false)) return null;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/go.mod`, "module interop\n");
  for (
    const args of [
      ["get", "-t", `${tests.package}@${tests.version}`],
      ["test", "-vet=off", "-c", "-o", "suite.test", tests.package],
    ]
  ) {
    const { code, err } = await run("go", args, {
      cwd: folder,
      env: { GOTOOLCHAIN: "local" },
      timeoutMs: BUILD_TIMEOUT_MS,
    });
    if (code !== 0) return `${tests.package}@${tests.version} (go ${args[0]}: ${excerpt(err, 2)})`;
  }
  await Deno.writeTextFile(complete, "");
  return null;
}

/** Runs them all in one process; each is a case of the suite. */
export async function runGoTests(suite: SuiteRun, tests: GoTests): Promise<void> {
  const logFile = `${suite.directory}/go_tests.log`;
  const folder = moduleFolder(suite.cache, tests);
  const { code, out, err } = await run("./suite.test", [
    "-test.v",
    `-test.timeout=${TEST_TIMEOUT_S}s`,
    `-test.run=${tests.only}`,
    `-test.skip=${tests.except}`,
  ], { cwd: folder, env: tests.env, timeoutMs: (TEST_TIMEOUT_S + 10) * 1000 });
  await Deno.writeTextFile(logFile, `${out}\n${err}`);
  let failed = false;
  for (const line of out.split("\n")) {
    const [, result, test, seconds] = RESULT.exec(line) ?? [];
    const name = `${suite.name}: ${test}`;
    if (result === "PASS") suite.report.ok(name, ` (${seconds} s)`);
    else if (result === "SKIP") suite.report.skip(name, "skips itself");
    else if (result === "FAIL") {
      failed = true;
      suite.report.fail(name, `see ${logFile}`);
    }
  }
  if (code !== 0 && !failed) {
    suite.report.fail(`${suite.name}: runs to its end`, excerpt(`${out}\n${err}`));
  }
}

function moduleFolder(cache: string, tests: GoTests): string {
  return `${cache}/go/${tests.package.replaceAll("/", "_")}@${tests.version}`;
}
