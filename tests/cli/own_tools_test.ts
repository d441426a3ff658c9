import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { completionScript, SHELLS } from "../../cli/completion/scripts.ts";
import { listenerOf } from "../../cli/healthcheck.ts";
import { OWN_TOOLS } from "../../cli/own_tools.ts";
import { TOOLS } from "../../cli/tools.ts";
import { SimulatedWorld } from "../../runtime/simulated/world.ts";
import { runTool, TestProcess } from "./simulated_tool.ts";

/** Something that listens and says nothing of Kafka's. */
async function listening(world: SimulatedWorld, answer: string | null) {
  const server = world.node("server");
  await world.runUntil(
    server.network.listen({ host: "server", port: 9092 }, (connection) => {
      connection.receive({
        buffer: () => new Uint8Array(1000),
        received: () => {
          if (answer === null) connection.close();
          else connection.write(new TextEncoder().encode(answer));
        },
        drained: () => {},
        closed: () => {},
      });
    }),
  );
}

Deno.test("ottla doctor: nobody listens", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  world.node("server");
  const result = await runTool(world, world.node("m"), "doctor", [
    "--bootstrap-server",
    "server:9092",
  ]);
  assertEquals([result.exitCode, result.stderr], [1, ""]);
  assertMatch(
    result.stdout,
    /^FAIL server:9092: nobody listens at that port\n {5}Is the broker running/,
  );
});

Deno.test("ottla doctor: something else than Kafka listens", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  await listening(world, "HTTP/1.1 400 Bad Request\r\n\r\n");
  const result = await runTool(world, world.node("m"), "doctor", [
    "--bootstrap-server",
    "server:9092",
    "--json",
  ]);
  assertEquals(result.exitCode, 1);
  const { ok, findings } = JSON.parse(result.stdout);
  assertEquals([ok, findings.length], [false, 1]);
  assertStringIncludes(findings[0].text, "not in Kafka's protocol");
});

Deno.test("ottla doctor refuses what is no address", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const result = await runTool(world, world.node("m"), "doctor", ["--bootstrap-server", "server"]);
  assertEquals(result.exitCode, 1);
  assertStringIncludes(
    result.stderr,
    "--bootstrap-server: Invalid url in bootstrap.servers: server",
  );
});

Deno.test("ottla healthcheck takes its address from the environment, and fails in one line", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const process = new TestProcess(world.node("m"), {
    environment: {
      KAFKA_LISTENERS: "CONTROLLER://:9093,PLAINTEXT://m:9192",
      KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
    },
  });
  const result = await world.runUntil(process.run("healthcheck", []));
  assertEquals([result.exitCode, result.stdout], [1, ""]);
  assertMatch(result.stderr, /^unhealthy: m:9192: [^\n]+\n$/);
});

Deno.test("listenerOf takes the first listener for clients, and this machine for all interfaces", () => {
  const of = (properties: Record<string, string>) =>
    listenerOf(new Map(Object.entries(properties)));
  const names = { "controller.listener.names": "CONTROLLER" };
  assertEquals(of({}), { host: "localhost", port: 9092 });
  assertEquals(of({ listeners: "CONTROLLER://:9093,A://0.0.0.0:19092", ...names }), {
    host: "localhost",
    port: 19092,
  });
  assertEquals(of({ listeners: "CONTROLLER://kafka:9093", ...names }), {
    host: "kafka",
    port: 9093,
  });
  assertEquals(of({ "advertised.listeners": "A://kafka:29092", "listeners": "" }), {
    host: "kafka",
    port: 29092,
  });
});

Deno.test("ottla completion: a script for each shell names every tool and its flags", async () => {
  const tools = await Promise.all(
    [...TOOLS, ...OWN_TOOLS].map(async ({ name, load }) => ({ name, words: (await load()).words })),
  );
  for (const shell of SHELLS) {
    const script = completionScript(shell, tools);
    for (const { name } of tools) assertStringIncludes(script, name);
    assertStringIncludes(script, shell === "fish" ? "-l bootstrap-server" : "--bootstrap-server");
    assertStringIncludes(script, "random-uuid");
  }
});

Deno.test("ottla completion: bash completes tools, commands and flags", async () => {
  const bash = new Deno.Command("bash", {
    args: [
      "-c",
      `source /dev/stdin
      complete_line() { COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _ottla; echo "\${COMPREPLY[*]}"; }
      complete_line ottla kafka-top
      complete_line ottla kafka-topics --bootstrap-s
      complete_line kafka-topics.sh --replication-f
      complete_line /usr/bin/kafka-storage rand
      complete_line kafka-storage format --cluster`,
    ],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const tools = await Promise.all(
    TOOLS.map(async ({ name, load }) => ({ name, words: (await load()).words })),
  );
  const writer = bash.stdin.getWriter();
  await writer.write(new TextEncoder().encode(completionScript("bash", tools)));
  await writer.close();
  const { stdout } = await bash.output();
  assertEquals(new TextDecoder().decode(stdout).trim().split("\n"), [
    "kafka-topics",
    "--bootstrap-server",
    "--replication-factor",
    "random-uuid",
    "--cluster-id",
  ]);
});

Deno.test("ottla completion names the shells it knows", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const result = await runTool(world, world.node("m"), "completion", ["tcsh"]);
  assertEquals([result.exitCode, result.stdout], [1, ""]);
  assertStringIncludes(result.stderr, "name one shell of bash, zsh, fish");
});
