/**
 * A quick check of the compiled executable where nothing else is installed: `deno run -A tests/smoke/run.ts BINARY`.
 * Starts it, makes a topic, produces and consumes with its own tools, ends it, kills it, starts it again.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { Background } from "../interop/harness/background.ts";
import { run } from "../interop/harness/command.ts";
import { freePorts } from "../interop/harness/ports.ts";
import { Report } from "../interop/harness/report.ts";
import { msToFirstProduce } from "./first_produce.ts";

const [given] = Deno.args;
if (given === undefined) {
  console.error("Usage: deno run -A tests/smoke/run.ts BINARY");
  Deno.exit(2);
}
const binary = await Deno.realPath(given);
const directory = await Deno.makeTempDir({ prefix: "ottla-smoke-" });
const data = `${directory}/data`;
const [port, controllerPort] = freePorts(2);
const address = `127.0.0.1:${port}`;
/** What the executable sees of this machine: no PATH, no home, no variables. */
const bare = { env: { PATH: "" }, clearEnv: true, cwd: directory };
const report = new Report();

let server = start();
try {
  await check("starts and acknowledges a record", () => firstProduce("new directory"));
  await check("says what launchers wait for", async () => {
    await server.waitForLine(/\[KafkaServer id=1\] started \(kafka\.server\.KafkaServer\)/);
  });
  await check("its tools run by argument", async () => {
    assertEquals(await tool("kafka-topics", "--create", "--topic", "hello", "--partitions", "2"), [
      "Created topic hello.",
    ]);
    await produce(["one", "two", "three"]);
    assertEquals((await consume(3)).sort(), ["one", "three", "two"]);
  });
  await check("its tools run by the name of a link", async () => {
    for (const name of ["kafka-topics", "kafka-console-consumer.sh"]) {
      await Deno.symlink(binary, `${directory}/${name}`);
    }
    const listed = await tool(`${directory}/kafka-topics`, "--list");
    assertEquals(listed.filter((it) => !it.startsWith("__")), ["first", "hello"]);
    const text = await ended(
      await run(`${directory}/kafka-console-consumer.sh`, [
        ...["--bootstrap-server", address, "--topic", "hello", "--from-beginning"],
        ...["--max-messages", "3"],
      ], bare),
    );
    assertEquals(text.sort(), ["one", "three", "two"]);
  });
  await check("ends in order on SIGTERM", async () => {
    assertEquals(await server.stop("SIGTERM"), 143);
    await Deno.stat(`${data}/.kafka_cleanshutdown`);
    assert(!await exists(`${data}/.lock`), "no lock is left");
  });
  await check("starts again at once", async () => {
    server = start();
    await firstProduce("second start");
    assertEquals((await consume(3)).sort(), ["one", "three", "two"]);
  });
  await check("starts again after kill -9", async () => {
    await server.stop("SIGKILL");
    server = start();
    await firstProduce("after kill -9");
    await produce(["four"]);
    assertEquals((await consume(4)).sort(), ["four", "one", "three", "two"]);
  });
  await check("a second one on the same directory is refused in one line", async () => {
    const { code, err } = await run(binary, flags(), bare);
    assertEquals(code, 1);
    assertMatch(err, /^[^\n]*(lock|in use|another)[^\n]*\n$/i);
  });
  await check("an unknown flag is refused in one line", async () => {
    const { code, err } = await run(binary, ["--nope"], bare);
    assertEquals([code, err], [1, "ottla: nope is not a recognized option\n"]);
  });
} finally {
  await server.stop("SIGKILL");
  if (report.failed === 0) await Deno.remove(directory, { recursive: true });
  else console.log(server.text, `\nData are kept in ${directory}`);
}
console.log(`${report.passed} passed, ${report.failed} failed`);
Deno.exit(report.failed === 0 ? 0 : 1);

function flags(): string[] {
  const settings = [
    `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `log.dirs=${data}`,
    "group.initial.rebalance.delay.ms=0",
  ];
  return settings.flatMap((it) => ["--override", it]);
}

function start(): Background {
  return new Background(binary, flags(), bare);
}

async function firstProduce(what: string): Promise<void> {
  const ms = await msToFirstProduce(port, "first", server);
  console.log(`   ${what}: ${ms.toFixed(0)} ms from exec to the first acknowledged record`);
}

async function check(name: string, body: () => unknown): Promise<void> {
  try {
    await body();
    report.ok(name);
  } catch (error) {
    report.fail(name, error);
  }
}

/** Runs a tool of the executable, by argument unless it is a path. @returns its lines. */
async function tool(name: string, ...args: string[]): Promise<string[]> {
  const all = ["--bootstrap-server", address, ...args];
  return await ended(
    name.includes("/") ? await run(name, all, bare) : await run(binary, [name, ...all], bare),
  );
}

async function produce(lines: readonly string[]): Promise<void> {
  const args = ["kafka-console-producer", "--bootstrap-server", address, "--topic", "hello"];
  await ended(await run(binary, args, { ...bare, input: `${lines.join("\n")}\n` }));
}

async function consume(count: number): Promise<string[]> {
  return await tool(
    "kafka-console-consumer",
    ...["--topic", "hello", "--from-beginning", "--max-messages", String(count)],
  );
}

function ended({ code, out, err }: { code: number; out: string; err: string }): string[] {
  assertEquals(code, 0, err || out);
  return out.trimEnd().split("\n");
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
