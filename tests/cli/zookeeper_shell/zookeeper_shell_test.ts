import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { SimulatedNode } from "../../broker/simulated_node.ts";
import { TestProcess, type ToolResult } from "../simulated_tool.ts";

/** What ZooKeeper's own shell prints before an answer. */
const CONNECTED = "\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null\n";

class Cluster {
  constructor(readonly node: SimulatedNode) {}

  static async start(): Promise<Cluster> {
    const cluster = new Cluster(await new SimulatedNode().start());
    const flags = "--create --topic alpha --partitions 2 --config retention.ms=1000".split(" ");
    const servers = `localhost:${cluster.node.port}`;
    const { exitCode } = await cluster.run("kafka-topics", "--bootstrap-server", servers, ...flags);
    assertEquals(exitCode, 0);
    return cluster;
  }

  get coordinator(): string {
    return `localhost:${this.node.port + 1}`;
  }

  async run(tool: string, ...args: string[]): Promise<ToolResult> {
    const process = new TestProcess(this.node.runtime);
    return await this.node.world.runUntil(process.run(tool, args), { maxVirtualMs: 60_000 });
  }

  /** The answer alone. */
  async ask(...words: string[]): Promise<string> {
    const { stdout, stderr } = await this.run("zookeeper-shell", this.coordinator, ...words);
    const before = `Connecting to ${this.coordinator}\n${CONNECTED}`;
    assertEquals(stdout.slice(0, before.length), before, stderr);
    return stdout.slice(before.length);
  }
}

Deno.test("zookeeper-shell shows brokers, topics and the cluster where ZooKeeper had them", async () => {
  const cluster = await Cluster.start();
  assertEquals(await cluster.ask("ls", "/brokers/ids"), "[1]\n");
  assertEquals(await cluster.ask("ls", "/brokers/topics"), "[alpha]\n");
  assertEquals(await cluster.ask("ls", "/brokers/topics/alpha/partitions"), "[0, 1]\n");
  const broker = JSON.parse(await cluster.ask("get", "/brokers/ids/1"));
  const { endpoints, host, port, version, listener_security_protocol_map, timestamp } = broker;
  assertEquals(
    { endpoints, host, port, version, listener_security_protocol_map },
    {
      endpoints: [`PLAINTEXT://localhost:${cluster.node.port}`],
      host: "localhost",
      port: cluster.node.port,
      version: 5,
      listener_security_protocol_map: { PLAINTEXT: "PLAINTEXT" },
    },
  );
  assertMatch(timestamp, /^\d{5,}$/);
  const topic = await cluster.ask("get", "/brokers/topics/alpha");
  assertMatch(
    topic,
    /^{"partitions":{"0":\[1\],"1":\[1\]},"topic_id":"[\w-]{22}","adding_replicas":{},"removing_replicas":{},"version":3}\n$/,
  );
  assertMatch(
    await cluster.ask("get", "/brokers/topics/alpha/partitions/0/state"),
    /^{"controller_epoch":\d+,"leader":1,"version":1,"leader_epoch":0,"isr":\[1\]}\n$/,
  );
  assertEquals(
    await cluster.ask("get", "/config/topics/alpha"),
    '{"version":1,"config":{"retention.ms":"1000"}}\n',
  );
  assertEquals(
    await cluster.ask("get", "/cluster/id"),
    `{"version":"1","id":"${cluster.node.node.clusterId}"}\n`,
  );
  assertMatch(
    await cluster.ask("get", "/controller"),
    /^{"version":2,"brokerid":1,"timestamp":"\d+","kraftControllerEpoch":\d+}\n$/,
  );
  assertEquals(await cluster.ask("get", "/brokers"), "null\n");
  assertStringIncludes(await cluster.ask("ls", "-R", "/brokers"), "/brokers/topics/alpha\n");
  await cluster.node.stop();
});

Deno.test("zookeeper-shell finds the coordinator through a broker, and a path behind the port means nothing", async () => {
  const cluster = await Cluster.start();
  const address = `localhost:${cluster.node.port}/kafka`;
  const { stdout } = await cluster.run("zookeeper-shell", address, "ls", "/brokers/ids");
  assertEquals(stdout, `Connecting to ${address}\n${CONNECTED}[1]\n`);
  await cluster.node.stop();
});

Deno.test("zookeeper-shell: one line for what is not there, can't be read or would change something", async () => {
  const cluster = await Cluster.start();
  const refused = async (...words: string[]) => {
    const { exitCode, stderr } = await cluster.run(
      "zookeeper-shell",
      cluster.coordinator,
      ...words,
    );
    return [exitCode, stderr];
  };
  assertEquals(await refused("get", "/brokers/ids/9"), [
    1,
    "Node does not exist: /brokers/ids/9\n",
  ]);
  assertEquals(await refused("ls", "/admin"), [
    1,
    "Node does not exist: /admin (there are /brokers, /cluster, /config, /controller, /controller_epoch)\n",
  ]);
  assertEquals(await refused("ls", "brokers"), [1, "Path must start with / character\n"]);
  assertEquals(await refused("ls", "/brokers/"), [1, "Path must not end with / character\n"]);
  assertEquals(await refused("ls"), [1, "ls [-w] [-R] path\n"]);
  assertStringIncludes(String(await refused("get", "-s", "/controller")), "get -s: ");
  assertStringIncludes(
    String(await refused("delete", "/controller")),
    "delete: nothing is changed",
  );
  assertEquals((await refused("foo"))[0], 127);
  const nobody = await cluster.run("zookeeper-shell", "localhost:7", "ls", "/");
  assertEquals(nobody.exitCode, 1);
  assertMatch(nobody.stderr, /^KeeperErrorCode = ConnectionLoss for \/: .*localhost:7.*\n$/);
  assertEquals((await cluster.run("zookeeper-shell")).exitCode, 1);
  const flag = await cluster.run("zookeeper-shell", "-server", "localhost:2181");
  assertMatch(flag.stderr, /^-server is no host:port\. USAGE: .*\n$/);
  const words = await cluster.run("zookeeper-shell", "no such host:x", "ls", "/");
  assertMatch(words.stderr, /^.*no such host:x.*\n$/);
  await cluster.node.stop();
});

Deno.test("zookeeper-shell says that a real ZooKeeper is another's to ask", async () => {
  const node = new SimulatedNode();
  // ZooKeeper takes what it can't read for a broken client.
  await node.world.runUntil(
    node.runtime.network.listen({ host: "localhost", port: 2181 }, (it) => it.abort()),
  );
  const process = new TestProcess(node.runtime);
  const run = process.run("zookeeper-shell", ["localhost:2181", "ls", "/brokers/ids"]);
  const { exitCode, stderr } = await node.world.runUntil(run, { maxVirtualMs: 60_000 });
  assertEquals(exitCode, 1);
  assertMatch(stderr, /^localhost:2181 does not answer as a coordinator of Ottla does: .*\n$/);
});

Deno.test("zookeeper-shell takes commands from standard input; one that fails does not end it", async () => {
  const cluster = await Cluster.start();
  const process = new TestProcess(cluster.node.runtime);
  process.terminal.type("ls /brokers/ids\n\nget /brokers/ids/9\nget /cluster\nquit\nls /\n");
  const run = process.run("zookeeper-shell", [cluster.coordinator]);
  const { exitCode, stdout, stderr } = await cluster.node.world.runUntil(run, {
    maxVirtualMs: 60_000,
  });
  assertEquals(exitCode, 0);
  assertEquals(
    stdout,
    `Connecting to ${cluster.coordinator}\nWelcome to ZooKeeper!\nJLine support is disabled\n` +
      `${CONNECTED}[1]\nnull\n\nWATCHER::\n\nWatchedEvent state:Closed type:None path:null\n`,
  );
  assertEquals(stderr, "Node does not exist: /brokers/ids/9\n");
  await cluster.node.stop();
});

Deno.test("zookeeper-shell reads a snapshot where the log does not begin at its beginning any more", async () => {
  const settings = {
    "metadata.log.max.record.bytes.between.snapshots": "1",
    "metadata.max.retention.ms": "1",
  };
  const cluster = new Cluster(await new SimulatedNode({ settings }).start());
  const { node } = cluster;
  for (const topic of ["alpha", "beta"]) {
    const servers = ["--bootstrap-server", `localhost:${node.port}`];
    await cluster.run("kafka-topics", ...servers, "--create", "--topic", topic);
    await node.world.advance(1000);
  }
  await node.world.advance(120_000);
  const files = await node.world.runUntil(
    node.runtime.disk.list(`${node.directory}/__cluster_metadata-0`),
  );
  const snapshots = files.map(({ name }) => name).filter((name) => /^\d+-.*checkpoint$/.test(name));
  // The log begins where the oldest snapshot ends.
  assertEquals(snapshots.length > 0 && !snapshots.some((name) => /^0+-/.test(name)), true);
  assertEquals(await cluster.ask("ls", "/brokers/topics"), "[alpha, beta]\n");
  assertEquals(await cluster.ask("ls", "/brokers/ids"), "[1]\n");
  assertMatch(JSON.parse(await cluster.ask("get", "/brokers/ids/1")).timestamp, /^\d{5,}$/);
  await node.stop();
});
