/** Runs the shared suite on Bun's runtime and the simulated one under Bun: `bun run tests/runtime/bun_suite.ts`. */
import { spawnSync } from "node:child_process";
import process from "node:process";
import { bunRuntime } from "../../runtime/bun.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";

// Bun doesn't read the import map in deno.json.
const assertions = await import("../../node_modules/deno-std/assert/mod.js" as string);
(globalThis as any).Bun.plugin({
  name: "import map",
  setup(build: any) {
    build.module("@std/assert", () => ({ exports: assertions, loader: "object" }));
  },
});
const { realStage } = await import("./real_stage.ts");
const { testRuntime } = await import("./runtime_suite.ts");

const tests: { name: string; run: () => Promise<void> }[] = [];
const declare = (name: string, run: () => Promise<void>) => tests.push({ name, run });
testRuntime("bun", realStage(bunRuntime), declare);
testRuntime("simulated under Bun", async (body) => {
  const world = new SimulatedWorld({ seed: 1 });
  const runtime = world.node("alone");
  await world.runUntil(runtime.disk.makeDirectory("/data"));
  await world.runUntil(body({ runtime, directory: "/data", inputIsSimultaneous: false }));
}, declare);

/** Runs a script that has another `/etc/resolv.conf` than everybody else. */
function withOwnNames(script: string, ...args: string[]): string {
  const path = new URL(script, import.meta.url).pathname;
  const { stdout, stderr } = spawnSync("unshare", ["-m", process.execPath, "run", path, ...args]);
  return `${stdout}${stderr}`;
}

if (process.getuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0) {
  declare("bun: files are written while a name server is silent", () => {
    assertions.assertEquals(withOwnNames("silent_name_server.ts"), "written\n");
    return Promise.resolve();
  });
  for (
    const [state, resolvers] of [
      ["without a name server", ""],
      ["where name servers are silent", "nameserver 192.0.2.1\noptions timeout:1 attempts:1\n"],
    ]
  ) {
    declare(`bun: ${state} the system is asked, which may know better`, () => {
      assertions.assertEquals(
        withOwnNames("unknown_name.ts", resolvers),
        "connect to nobody:1: getaddrinfo EAI_AGAIN\n",
      );
      return Promise.resolve();
    });
  }
}

let failures = 0;
for (const { name, run } of tests) {
  try {
    await run();
  } catch (error) {
    failures++;
    console.error(`${name}:`, error);
  }
}
console.log(`${tests.length - failures} passed, ${failures} failed`);
process.exit(failures === 0 ? 0 : 1);
