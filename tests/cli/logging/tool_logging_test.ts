import { assertEquals, assertMatch } from "@std/assert";
import { configureSync } from "@logtape/logtape";
import { runProgram } from "../../../cli/run.ts";
import { SimulatedNode } from "../../broker/simulated_node.ts";
import { TestProcess } from "../simulated_tool.ts";

/** What a tool, started as a program, writes to standard error: without times. */
async function errorsOf(
  environment: Readonly<Record<string, string>>,
  { server = "localhost:9092", name = "kafka-topics", file = "" } = {},
) {
  const node = await new SimulatedNode().start();
  if (file !== "") {
    const written = node.runtime.disk.open("/tools-log4j.properties", {
      create: "new",
      write: true,
    });
    written.writeSync(new TextEncoder().encode(file), 0);
    written.close();
  }
  const args = ["--list", "--bootstrap-server", server];
  const process = new TestProcess(node.runtime, { name, args, environment });
  const startNode = () => Promise.reject(new Error("No node is started here"));
  try {
    await import("../../../cli/kafka_topics.ts");
    await import("../../../cli/logging/tool_logging.ts");
    const running = runProgram({ runtime: process.runtime, startNode });
    // Modules that are loaded already come in time of this world, not of the simulated one.
    for (let i = 0; i < 10; i++) await new Promise((resolve) => setTimeout(resolve));
    await node.world.runUntil(running, { maxVirtualMs: 150_000 });
  } finally {
    configureSync({ reset: true, sinks: {}, loggers: [] });
  }
  await node.stop();
  return process.terminal.errors.split("\n").slice(0, -1)
    .map((line) => line.replace(/^\[.*?\] /, ""));
}

const FILE = { KAFKA_LOG4J_OPTS: "-Dlog4j.configuration=file:/tools-log4j.properties" };
const DEBUG = [
  "DEBUG Connecting to localhost:9092 (ottla.client)",
  "DEBUG Sent ApiVersions v4 to localhost:9092, correlation id 0, N bytes (ottla.client)",
  "DEBUG Received ApiVersions v4 from localhost:9092, correlation id 0, N bytes (ottla.client)",
  "DEBUG Connected to localhost:9092, which knows N APIs (ottla.client)",
  "DEBUG Sent Metadata v13 to localhost:9092, correlation id 1, N bytes (ottla.client)",
  "DEBUG Received Metadata v13 from localhost:9092, correlation id 1, N bytes (ottla.client)",
  "DEBUG Disconnected: Closed localhost:9092 (ottla.client)",
];
const unnumbered = (lines: readonly string[]) =>
  lines.map((line) => line.replace(/\d+ (bytes|APIs)/, "N $1"));

Deno.test("KAFKA_TOOLS_LOG4J_LOGLEVEL=DEBUG shows a tool's connections, requests and answers", async () => {
  assertEquals(unnumbered(await errorsOf({ KAFKA_TOOLS_LOG4J_LOGLEVEL: "debug" })), DEBUG);
});

Deno.test("A tool without such variables is silent where nothing is wrong", async () => {
  assertEquals(await errorsOf({}), []);
  assertEquals(await errorsOf({ KAFKA_TOOLS_LOG4J_LOGLEVEL: "" }), []);
});

Deno.test("The log4j file of KAFKA_LOG4J_OPTS counts more than KAFKA_TOOLS_LOG4J_LOGLEVEL", async () => {
  const variables = { ...FILE, KAFKA_TOOLS_LOG4J_LOGLEVEL: "ERROR" };
  const debug = { file: "log4j.rootLogger=DEBUG, stderr\n" };
  assertEquals(unnumbered(await errorsOf(variables, debug)), DEBUG);
  const quiet = { file: "log4j.rootLogger=DEBUG\nlog4j.logger.org.apache.kafka.clients=WARN\n" };
  assertEquals(await errorsOf(FILE, quiet), []);
});

Deno.test("A log4j file that is not there leaves what the variable says", async () => {
  assertEquals(await errorsOf(FILE), []);
  const both = { ...FILE, KAFKA_TOOLS_LOG4J_LOGLEVEL: "DEBUG" };
  assertEquals(unnumbered(await errorsOf(both)), DEBUG);
});

Deno.test("A level that is none is told in one line with its variable, and WARN counts", async () => {
  assertEquals(await errorsOf({ KAFKA_TOOLS_LOG4J_LOGLEVEL: "LOUD" }), [
    "KAFKA_TOOLS_LOG4J_LOGLEVEL: LOUD is no log level; " +
    "there are ALL, TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF",
  ]);
});

Deno.test("Warnings of a tool itself follow the level too", async () => {
  const nobody = { server: "localhost:9999" };
  const usual = await errorsOf({}, nobody);
  assertMatch(usual[0], /^WARN Connection to localhost:9999 could not be established/);
  assertEquals(usual.some((line) => line.startsWith("ERROR ")), true);
  const errors = await errorsOf({ KAFKA_TOOLS_LOG4J_LOGLEVEL: "ERROR" }, nobody);
  assertEquals(errors, usual.filter((line) => !line.startsWith("WARN ")));
  const none = await errorsOf({ KAFKA_TOOLS_LOG4J_LOGLEVEL: "OFF" }, nobody);
  assertEquals(none.some((line) => /^(WARN|ERROR) /.test(line)), false);
});
