import { assertEquals, assertStringIncludes } from "@std/assert";
import { log4jLevels } from "../../../cli/logging/log4j_levels.ts";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { SimulatedNode } from "../../broker/simulated_node.ts";
import { TestProcess, type ToolResult } from "../simulated_tool.ts";
// Loaded when they are needed, for which simulated time does not wait.
import "../../../cli/docker/template.ts";
import "../../../cli/zookeeper_shell/cluster_state.ts";

class Container {
  readonly world = new SimulatedWorld({ seed: 1 });
  readonly process: TestProcess;
  constructor(environment: Readonly<Record<string, string>>) {
    this.process = new TestProcess(this.world.node("container"), { environment });
  }

  async write(path: string, text: string): Promise<this> {
    const { disk } = this.process.runtime;
    await this.world.runUntil(disk.makeDirectory(path.replace(/\/[^/]*$/, "")));
    const file = disk.open(path, { create: "if-missing", write: true, truncate: true });
    file.writeSync(new TextEncoder().encode(text), 0);
    file.close();
    return this;
  }

  async read(path: string): Promise<string> {
    return new TextDecoder().decode(
      await this.world.runUntil(this.process.runtime.disk.readFile(path)),
    );
  }

  async run(...args: string[]): Promise<ToolResult> {
    await this.world.runUntil(this.process.runtime.disk.makeDirectory("/etc/kafka"));
    return await this.world.runUntil(this.process.run("docker-image", args));
  }
}

const ZOOKEEPER = {
  KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181",
  KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092",
};
const CONFIGURE = ["configure", "--directory", "/etc/kafka"];

Deno.test("docker-image configure writes the three files, over longer ones that are there", async () => {
  const container = new Container({
    ...ZOOKEEPER,
    KAFKA_LOG4J_ROOT_LOGLEVEL: "WARN",
    KAFKA_LOG4J_LOGGERS: "kafka.controller=DEBUG,nonsense,a=b=c,foo.bar=INFO",
    KAFKA_TOOLS_LOG4J_LOGLEVEL: "ERROR",
    KAFKA_SASL_JAAS_CONFIG: 'X required a="b\\\\c";',
  });
  await container.write("/etc/kafka/kafka.properties", "x=y\n".repeat(1000));
  const result = await container.run(...CONFIGURE);
  assertEquals(result, { exitCode: 0, stdout: "Running in Zookeeper mode...\n", stderr: "" });
  assertEquals(
    await container.read("/etc/kafka/kafka.properties"),
    "advertised.listeners=PLAINTEXT://kafka:9092\nlisteners=PLAINTEXT://0.0.0.0:9092\n" +
      'log.dirs=/var/lib/kafka/data\nsasl.jaas.config=X required a="b\\\\c";\n' +
      "zookeeper.connect=zookeeper:2181\n",
  );
  const log4j = await container.read("/etc/kafka/log4j.properties");
  assertEquals(log4j.split("\n").filter((line) => /^log4j\.(root|logger)/.test(line)), [
    "log4j.rootLogger=WARN, stdout",
    "log4j.logger.kafka.controller=DEBUG",
    "log4j.logger.foo.bar=INFO",
  ]);
  const tools = await container.read("/etc/kafka/tools-log4j.properties");
  assertStringIncludes(tools, "log4j.rootLogger=ERROR, stderr\n");
});

Deno.test("docker-image configure says what is missing in one line, and ends with 1", async () => {
  const { exitCode, stdout, stderr } = await new Container({ KAFKA_ADVERTISED_LISTENERS: "" })
    .run(...CONFIGURE);
  assertEquals([exitCode, stdout], [1, ""]);
  assertEquals(
    stderr,
    "KAFKA_ZOOKEEPER_CONNECT is required. Set it to the address of the coordinator, zookeeper:2181\n",
  );
});

Deno.test("docker-image configure mentions a JVM's variables once, and takes them", async () => {
  const { exitCode, stderr } = await new Container({
    ...ZOOKEEPER,
    KAFKA_HEAP_OPTS: "-Xmx1g",
    KAFKA_JMX_PORT: "9101",
    KAFKA_OPTS: "-Da=b",
  }).run(...CONFIGURE);
  assertEquals(exitCode, 0);
  assertEquals(
    stderr,
    "KAFKA_HEAP_OPTS, KAFKA_JMX_PORT, KAFKA_OPTS: taken, but there is no JVM here that would use them\n",
  );
});

Deno.test("docker-image configure reads key stores' passwords from files", async () => {
  const environment: Record<string, string> = {
    KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181",
    KAFKA_ADVERTISED_LISTENERS: "SSL://kafka:9093",
    KAFKA_SSL_KEYSTORE_FILENAME: "kafka.p12",
    KAFKA_SSL_KEY_CREDENTIALS: "key",
    KAFKA_SSL_KEYSTORE_CREDENTIALS: "store",
  };
  const withSecrets = async (more: Record<string, string>) => {
    const container = new Container({ ...environment, ...more });
    for (const name of ["key", "store", "trust"]) {
      await container.write(`/etc/kafka/secrets/${name}`, `${name}-secret\n`);
    }
    return container;
  };
  const container = await withSecrets({});
  assertEquals((await container.run(...CONFIGURE)).exitCode, 0);
  const text = await container.read("/etc/kafka/kafka.properties");
  for (
    const line of [
      "ssl.keystore.location=/etc/kafka/secrets/kafka.p12",
      "ssl.key.password=key-secret",
      "ssl.keystore.password=store-secret",
    ]
  ) assertStringIncludes(text, `${line}\n`);
  const both = await withSecrets({ KAFKA_SSL_CLIENT_AUTH: "required" });
  assertStringIncludes(
    (await both.run(...CONFIGURE)).stderr,
    "KAFKA_SSL_TRUSTSTORE_FILENAME is required.",
  );
  const none = new Container({ ...environment, KAFKA_SSL_KEY_CREDENTIALS: "nowhere" });
  assertStringIncludes(
    (await none.run(...CONFIGURE)).stderr,
    "/etc/kafka/secrets/nowhere: no such file",
  );
});

Deno.test("docker-image configure asks for KAFKA_OPTS where a SASL listener is advertised", async () => {
  const environment = { ...ZOOKEEPER, KAFKA_ADVERTISED_LISTENERS: "SASL_PLAINTEXT://kafka:9092" };
  const refused = await new Container(environment).run(...CONFIGURE);
  assertEquals(refused.exitCode, 1);
  assertStringIncludes(refused.stderr, "KAFKA_OPTS is required.");
  const warned = await new Container({ ...environment, KAFKA_OPTS: "-Dx" }).run(...CONFIGURE);
  assertEquals(warned.exitCode, 0);
  assertStringIncludes(warned.stderr, "java.security.auth.login.config");
});

Deno.test("docker-image configure-zookeeper: cp-zookeeper's variables as a zookeeper.properties", async () => {
  const container = new Container({
    ZOOKEEPER_CLIENT_PORT: "2181",
    ZOOKEEPER_TICK_TIME: "2000",
    ZOOKEEPER_SERVER_ID: "1",
    ZOOKEEPER_SERVERS: "a:2888:3888;b:2888:3888",
  });
  const command = ["configure-zookeeper", "--directory", "/etc/kafka"];
  assertEquals((await container.run(...command)).exitCode, 0);
  assertEquals(
    await container.read("/etc/kafka/zookeeper.properties"),
    "dataDir=/var/lib/zookeeper/data\ndataLogDir=/var/lib/zookeeper/log\nclientPort=2181\n" +
      "tickTime=2000\nserver.1=a:2888:3888\nserver.2=b:2888:3888\n",
  );
  const { stderr } = await new Container({ ZOOKEEPER_SERVER_ID: "1" }).run(...command);
  assertStringIncludes(stderr, "ZOOKEEPER_CLIENT_PORT is required.");
});

Deno.test("docker-image configure-zookeeper: bitnami/zookeeper's variables", async () => {
  const container = new Container({ ALLOW_ANONYMOUS_LOGIN: "yes", ZOO_MY_ID: "1" });
  const command = ["configure-zookeeper", "--directory", "/etc/kafka"];
  assertEquals((await container.run(...command)).exitCode, 0);
  assertEquals(
    await container.read("/etc/kafka/zookeeper.properties"),
    "dataDir=/bitnami/zookeeper/data\nclientPort=2181\n",
  );
});

Deno.test("docker-image configure --style bitnami writes kafka.properties of variables or of the mounted file", async () => {
  const command = [...CONFIGURE, "--style", "bitnami"];
  const environment = { KAFKA_CFG_ZOOKEEPER_CONNECT: "zookeeper:2181", KAFKA_BROKER_ID: "1" };
  const container = new Container(environment);
  const { stdout } = await container.run(...command);
  assertEquals(stdout, "Running in Zookeeper mode...\n");
  assertStringIncludes(
    await container.read("/etc/kafka/kafka.properties"),
    "broker.id=1\nlog.dirs=/bitnami/kafka/data\n",
  );
  const mounted = await new Container(environment)
    .write("/bitnami/kafka/config/server.properties", "process.roles=broker\nlog.dirs=/x\n");
  assertEquals((await mounted.run(...command)).stdout, "Running in KRaft mode...\n");
  assertEquals(
    await mounted.read("/etc/kafka/kafka.properties"),
    "log.dirs=/x\nprocess.roles=broker\n",
  );
  assertEquals(
    (await new Container({}).run(...CONFIGURE, "--style", "x")).stderr,
    "--style x: there are confluent, apache, bitnami\n",
  );
});

Deno.test("docker-image configure --style apache: variables replace the default file, and win over a mounted one", async () => {
  const command = [...CONFIGURE, "--style", "apache"];
  const path = "/etc/kafka/server.properties";
  const empty = await new Container({ KAFKA_ADVERTISED_LISTENERS: "" })
    .write("/etc/kafka/kraft/server.properties", "node.id=1\n");
  assertEquals((await empty.run(...command)).exitCode, 0);
  assertEquals(await empty.read(path), "node.id=1\n");
  const both = await new Container({
    KAFKA_NODE_ID: "2",
    KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:9092",
  }).write("/mnt/shared/config/server.properties", "node.id=1\nnum.partitions=3\n");
  assertEquals((await both.run(...command)).exitCode, 0);
  assertEquals(
    await both.read(path),
    "advertised.listeners=PLAINTEXT://kafka:9092\nlisteners=PLAINTEXT://0.0.0.0:9092\n" +
      "node.id=2\nnum.partitions=3\n",
  );
});

Deno.test("docker-image template fills in a file of variables, and names a construct that it has not", async () => {
  const environment = { KAFKA_A_B: "1", KAFKA_OPTS: "x", KAFKA_FOO__BAR___BAZ: "2" };
  const path = "/tmp/kafka.template";
  const template = "{% set left = ['KAFKA_OPTS'] -%}\n" +
    "{% for k, v in env_to_props('KAFKA_', 'p.', exclude=left).items() -%}\n{{k}}={{v}}\n{% endfor -%}\n" +
    "{% if env.get('NO') %}x{% else %}{{ env['KAFKA_A_B'] }}{% endif %}\n" +
    "{% for l, level in parse_log4j_loggers('a=B,c', {'d': 'E'}).items() %}{{l}}:{{level}} {% endfor %}\n";
  const filled = "p.a.b=1\np.foo_bar-baz=2\n1d:E a:B ";
  const container = await new Container(environment).write(path, template);
  assertEquals((await container.run("template", path, "/tmp/out")).exitCode, 0);
  assertEquals(await container.read("/tmp/out"), filled);
  const printed = await new Container(environment).write(path, template);
  assertEquals((await printed.run("template", path)).stdout, filled);
  const included = await new Container({}).write(path, "{% include 'x' %}");
  const { exitCode, stderr } = await included.run("template", path);
  assertEquals([exitCode, stderr], [1, `${path}: Unknown statement type: include\n`]);
  assertStringIncludes(
    (await new Container({}).run("template", "/no")).stderr,
    "/no: no such file",
  );
});

Deno.test("docker-image template: range is Python's", async () => {
  const template = "{{ range(3) | join }} {{ range(1, 4) | join }} {{ range(6, 0, -2) | join }}";
  const container = await new Container({}).write("/tmp/t", template);
  assertEquals((await container.run("template", "/tmp/t")).stdout, "012 123 642");
});

Deno.test("docker-image listeners prints what to bind, and refuses what is no listener", async () => {
  const container = new Container({});
  const text = "PLAINTEXT://kafka:29092,HOST://[::1]:9092,";
  const { stdout } = await container.run("listeners", text);
  assertEquals(stdout, "PLAINTEXT://0.0.0.0:29092,HOST://0.0.0.0:9092\n");
  assertEquals((await new Container({}).run("listeners", "kafka:9092")).exitCode, 1);
});

Deno.test("docker-image kafka-ready and zk-ready wait for who is there, and give up on who is not", async () => {
  const node = await new SimulatedNode().start();
  const run = async (...args: string[]) => {
    const process = new TestProcess(node.runtime);
    return await node.world.runUntil(process.run("docker-image", args), { maxVirtualMs: 60_000 });
  };
  const servers = `localhost:${node.port}`;
  assertEquals((await run("kafka-ready", "-b", servers, "1", "5")).exitCode, 0);
  assertEquals((await run("kafka-ready", "1", "5", "-b", servers)).exitCode, 0);
  assertEquals(
    (await run("kafka-ready", "-z", `localhost:${node.port + 1}/x`, "1", "5")).exitCode,
    0,
  );
  assertEquals((await run("kafka-ready", "-z", "localhost:7", "1", "1")).exitCode, 1);
  assertStringIncludes(
    (await run("kafka-ready", "-b", servers, "-s", "SSL", "1", "1")).stderr,
    "--security-protocol SSL: there is PLAINTEXT",
  );
  assertEquals((await run("zk-ready", servers, "5")).exitCode, 0);
  const few = await run("kafka-ready", "-b", servers, "2", "1");
  assertEquals(few.exitCode, 1);
  assertStringIncludes(few.stderr, "Expected 2 brokers but found only 1");
  assertEquals((await run("kafka-ready", "-b", "localhost:7", "1", "1")).exitCode, 1);
  assertEquals((await run("zk-ready", "localhost:7", "1")).exitCode, 1);
  assertEquals((await run("zk-ready", "localhost:7", "soon")).exitCode, 1);
  await node.stop();
});

Deno.test("docker-image kafka-ready -z takes ZooKeeper's port for one that is not named", async () => {
  const node = await new SimulatedNode({ port: 2180 }).start();
  const running = new TestProcess(node.runtime).run("docker-image", [
    ..."kafka-ready -z localhost 1 5".split(" "),
  ]);
  const { exitCode, stderr } = await node.world.runUntil(running);
  assertEquals([exitCode, stderr], [0, ""]);
  await node.stop();
});

Deno.test("docker-image kafka-ready -z gives up in time on who listens and does not answer", async () => {
  const world = new SimulatedWorld({ seed: 1 });
  const machine = world.node("kafka");
  await world.runUntil(machine.network.listen({ host: "", port: 7 }, () => {}));
  const startMs = machine.clock.monotonic();
  const running = new TestProcess(machine).run("docker-image", [
    ..."kafka-ready -z kafka:7 1 1".split(" "),
  ]);
  assertEquals((await world.runUntil(running, { maxVirtualMs: 60_000 })).exitCode, 1);
  const tookMs = machine.clock.monotonic() - startMs;
  assertEquals(tookMs < 5_000, true, `${tookMs} ms`);
});

Deno.test("docker-image configure: the server follows KAFKA_LOG4J_ROOT_LOGLEVEL and KAFKA_LOG4J_LOGGERS, tools their own", async () => {
  const container = new Container({
    ...ZOOKEEPER,
    KAFKA_LOG4J_ROOT_LOGLEVEL: "WARN",
    KAFKA_LOG4J_LOGGERS: "kafka.request.logger=DEBUG,kafka.controller=TRACE",
    KAFKA_TOOLS_LOG4J_LOGLEVEL: "OFF",
  });
  assertEquals((await container.run(...CONFIGURE)).exitCode, 0);
  const levelsOf = (file: string) => {
    const environment = { KAFKA_LOG4J_OPTS: `-Dlog4j.configuration=file:/etc/kafka/${file}` };
    const { runtime } = new TestProcess(container.process.runtime, { environment });
    return container.world.runUntil(log4jLevels(runtime));
  };
  const server = await levelsOf("log4j.properties");
  assertEquals(
    ["root", "ottla.node", "ottla.network"].map((name) => server.levelOf(name)),
    ["WARN", "WARN", "DEBUG"],
  );
  assertEquals((await levelsOf("tools-log4j.properties")).levelOf("root"), "FATAL");
});

Deno.test("docker-image configure tells of each level that is none, with its variable, and goes on", async () => {
  const container = new Container({
    ...ZOOKEEPER,
    KAFKA_LOG4J_ROOT_LOGLEVEL: "LOUD",
    KAFKA_LOG4J_LOGGERS: "kafka=QUIET,kafka.controller=warn",
    KAFKA_TOOLS_LOG4J_LOGLEVEL: "7",
  });
  const { exitCode, stderr } = await container.run(...CONFIGURE);
  const none = "is no log level; there are ALL, TRACE, DEBUG, INFO, WARN, ERROR, FATAL, OFF\n";
  assertEquals([exitCode, stderr], [
    0,
    `KAFKA_LOG4J_ROOT_LOGLEVEL: LOUD ${none}KAFKA_TOOLS_LOG4J_LOGLEVEL: 7 ${none}` +
    `KAFKA_LOG4J_LOGGERS: QUIET ${none}`,
  ]);
});
