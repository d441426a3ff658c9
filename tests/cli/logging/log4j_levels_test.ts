import { assertEquals } from "@std/assert";
import { log4jLevels } from "../../../cli/logging/log4j_levels.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { TestProcess } from "../simulated_tool.ts";

async function levelsOf(options: string, text: string) {
  const world = new SimulatedWorld({ seed: 1 });
  const environment = { KAFKA_LOG4J_OPTS: options };
  const { runtime } = new TestProcess(world.node("kafka"), { environment });
  const file = runtime.disk.open("/log4j.properties", { create: "new", write: true });
  file.writeSync(new TextEncoder().encode(text), 0);
  file.close();
  return await world.runUntil(log4jLevels(runtime));
}

const OPTIONS = "-Dfoo=bar -Dlog4j.configuration=file:/log4j.properties";

Deno.test("log4jLevels: the root's level, and that of a logger here; others are left out", async () => {
  const levels = await levelsOf(
    OPTIONS,
    "log4j.rootLogger=warn, stdout\nlog4j.logger.kafka.request.logger=DEBUG, file\nlog4j.logger.x=TRACE\n" +
      "log4j.logger.kafka.controller=NONSENSE\nlog4j.appender.stdout=INFO\n",
  );
  assertEquals(levels.levelOf("root"), "WARN");
  assertEquals(levels.levelOf("ottla.network"), "DEBUG");
  assertEquals(levels.levelOf("ottla.broker"), "WARN");
});

Deno.test("log4jLevels: of two names for one logger the shorter one counts", async () => {
  const levels = await levelsOf(
    OPTIONS,
    "log4j.logger.kafka=ERROR\nlog4j.logger.org.apache.kafka=TRACE\n",
  );
  assertEquals(levels.levelOf("ottla"), "ERROR");
});

Deno.test("log4jLevels: no option or no such file leaves INFO", async () => {
  for (const options of ["-Xmx1g", "-Dlog4j.configuration=file:/nowhere.properties"]) {
    assertEquals((await levelsOf(options, "log4j.rootLogger=ERROR\n")).levelOf("root"), "INFO");
  }
});

Deno.test("LoggerLevels.lets: the nearest known parent of a name decides", async () => {
  const levels = await levelsOf(
    OPTIONS,
    "log4j.rootLogger=INFO\nlog4j.logger.kafka=WARN\nlog4j.logger.kafka.request.logger=TRACE\n",
  );
  assertEquals(levels.lets("INFO", "kafka.server.KafkaServer"), false);
  assertEquals(levels.lets("WARN", "kafka.server.KafkaServer"), true);
  assertEquals(levels.lets("DEBUG", "kafka.request.logger"), true);
  assertEquals(levels.lets("INFO", "com.example"), true);
});
