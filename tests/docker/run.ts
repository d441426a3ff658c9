/**
 * The container image, in containers: `deno task test:docker [TEXT...]` runs all cases, or those whose names hold a text.
 * Builds the image from dist/ottla (`deno task compile:bun`) unless OTTLA_IMAGE names one. Needs an engine (DOCKER_HOST or
 * the usual socket), docker-compose, and ports 2181, 9092 to 9094, 19092 to 19099, 21280 to 21282 and 29092.
 */
import type { Case } from "./case.ts";
import { badInputCases } from "./cases/bad_input.ts";
import { composeCases } from "./cases/compose.ts";
import { bitnamiCases } from "./cases/bitnami.ts";
import { everydayCases } from "./cases/everyday.ts";
import { imageCases } from "./cases/image.ts";
import { ownScriptCases } from "./cases/own_scripts.ts";
import { scriptCases } from "./cases/scripts.ts";
import { testcontainersCases } from "./cases/testcontainers.ts";
import { composeCommand, Engine, run, Skipped } from "./engine.ts";

const CASES: readonly Case[] = [
  ...imageCases,
  ...everydayCases,
  ...scriptCases,
  ...ownScriptCases,
  ...bitnamiCases,
  ...badInputCases,
  ...composeCases,
  ...testcontainersCases,
];
const ROOT = new URL("../../", import.meta.url).pathname;

/** Null where it is there, else what is missing. */
async function missing(): Promise<string | null> {
  try {
    const { code, stderr } = await run(["docker", "version"]);
    if (code !== 0) return `docker version says: ${stderr.trim().split("\n").at(-1)}`;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "docker is not installed";
    throw error;
  }
  return await composeCommand() === null ? "Docker Compose is not installed" : null;
}

async function buildImage(): Promise<string> {
  const named = Deno.env.get("OTTLA_IMAGE");
  if (named !== undefined) return named;
  // Tagged as what it stands for: there are users' programs that read the tag.
  const tag = "ottla:7.5.4";
  const build = ["docker", "build", "--network=host", "--target", "from-binary"];
  const command = [...build, "-t", tag, "-f", `${ROOT}docker/Dockerfile`, ROOT];
  const { code, stderr } = await run(command, { seconds: 600 });
  if (code !== 0) throw new Error(`The image could not be built: ${stderr}`);
  return tag;
}

const reason = await missing();
if (reason !== null) {
  console.log(`No container engine to test with: ${reason}`);
  console.log("As root, tests/docker/start_engine.sh DIRECTORY starts one.");
  console.log("0 passed, 0 failed");
  Deno.exit(0);
}

const image = await buildImage();
const chosen = CASES.filter(({ name }) =>
  Deno.args.length === 0 || Deno.args.some((text) => name.includes(text))
);
let passed = 0;
let failed = 0;
for (const { name, run } of chosen) {
  const engine = await Engine.connect(image);
  const startMs = performance.now();
  try {
    await run(engine, (line) => console.log(`    ${line}`));
    passed++;
    console.log(`ok      ${name} (${((performance.now() - startMs) / 1000).toFixed(1)} s)`);
  } catch (error) {
    if (error instanceof Skipped) {
      console.log(`skipped ${name}: ${error.message}`);
      continue;
    }
    failed++;
    console.log(`FAILED  ${name}\n${error instanceof Error ? error.stack : error}`);
  } finally {
    await engine.cleanUp();
  }
}
console.log(`${passed} passed, ${failed} failed`);
Deno.exit(failed === 0 ? 0 : 1);
