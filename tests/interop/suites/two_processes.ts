/** Coordinator and broker as two processes, by today's flags and by the files of the ZooKeeper days. */
import { assert, assertEquals } from "@std/assert";
import type { Background } from "../harness/background.ts";
import { runOk } from "../harness/command.ts";
import { installKcat } from "../harness/kcat.ts";
import { ottlaCommand } from "../harness/ottla.ts";
import { freePorts, isListening } from "../harness/ports.ts";
import type { Suite, SuiteRun } from "../harness/suite.ts";
import { waitUntil } from "../harness/wait_until.ts";

const STARTED = /Kafka Server started/;
const WAITING = /Waiting for the coordinator at localhost:\d+/;

export const twoProcesses: Suite = {
  name: "two-processes",
  async run(suite) {
    const missing = await installKcat();
    if (missing !== null) return suite.skip("all", missing);
    await suite.case("the coordinator starts first", async () => {
      const pair = new Pair(suite, "coordinator-first");
      const coordinator = pair.coordinator();
      await coordinator.waitForLine(STARTED);
      const broker = pair.broker();
      await broker.waitForLine(STARTED);
      await pair.serves();
      assertEquals(await broker.stop(), 143);
      assertEquals(await coordinator.stop(), 143);
    });
    await suite.case("the broker starts first, says that it waits, serves later", async () => {
      const pair = new Pair(suite, "broker-first");
      const broker = pair.broker();
      await broker.waitForLine(WAITING);
      assert(!await isListening(pair.port), "nobody is served without a coordinator");
      const coordinator = pair.coordinator();
      await broker.waitForLine(STARTED);
      await pair.serves();
      assertEquals(await broker.stop(), 143);
      assertEquals(await coordinator.stop(), 143);
    });
    await suite.case("each of them may be killed and comes back to the other", async () => {
      const pair = new Pair(suite, "comes-back");
      let [coordinator, broker] = [pair.coordinator(), pair.broker()];
      await broker.waitForLine(STARTED);
      await pair.serves();
      await coordinator.stop("SIGKILL");
      await pair.produces("without a coordinator");
      coordinator = pair.coordinator();
      await coordinator.waitForLine(STARTED);
      await broker.stop("SIGKILL");
      broker = pair.broker();
      await broker.waitForLine(STARTED);
      await waitUntil("a leader for the topic", () => pair.leads());
      await pair.produces("both are back");
      assertEquals(await pair.records(), ["first", "without a coordinator", "both are back"]);
      assertEquals(await broker.stop(), 143);
      assertEquals(await coordinator.stop(), 143);
    });
    await suite.case("zookeeper.properties and server.properties of the 3.x line", async () => {
      const pair = new Pair(suite, "zookeeper");
      const [zookeeperFile, serverFile] = await pair.files();
      const zookeeper = pair.spawn("zookeeper-server-start", zookeeperFile);
      await waitUntil("the coordinator to listen", () => isListening(pair.controllerPort));
      const broker = pair.spawn("kafka-server-start", serverFile);
      await broker.waitForLine(STARTED);
      await pair.serves();
      assertEquals(await broker.stop(), 143);
      assertEquals(await zookeeper.stop(), 143);
    });
    await suite.case("server.properties of the 3.x line without a ZooKeeper", async () => {
      const pair = new Pair(suite, "no-zookeeper");
      const [, serverFile] = await pair.files();
      const broker = pair.spawn("kafka-server-start", serverFile);
      await broker.waitForLine(STARTED);
      await pair.serves();
      assertEquals(await broker.stop(), 143);
    });
  },
};

/** A broker and its coordinator, not started yet. */
class Pair {
  readonly port: number;
  readonly controllerPort: number;
  readonly #directory: string;

  constructor(readonly suite: SuiteRun, name: string) {
    [this.port, this.controllerPort] = freePorts(2);
    this.#directory = `${suite.directory}/${name}`;
    Deno.mkdirSync(this.#directory);
  }

  coordinator(): Background {
    return this.#role("coordinator", `CONTROLLER://localhost:${this.controllerPort}`);
  }

  broker(): Background {
    return this.#role("broker", `PLAINTEXT://127.0.0.1:${this.port}`);
  }

  #role(role: string, listeners: string): Background {
    const voter = `1000@localhost:${this.controllerPort}`;
    const settings = [
      `listeners=${listeners}`,
      `controller.quorum.voters=${voter}`,
      `log.dirs=${this.#directory}/${role}`,
      "broker.session.timeout.ms=3000",
      "broker.heartbeat.interval.ms=500",
    ];
    return this.spawn("--role", role, ...settings.flatMap((it) => ["--override", it]));
  }

  /** The settings of the files that Apache shipped, with places and ports of our own. */
  async files(): Promise<[zookeeper: string, server: string]> {
    const zookeeper = `${this.#directory}/zookeeper.properties`;
    await Deno.writeTextFile(
      zookeeper,
      `dataDir=${this.#directory}/zookeeper
clientPort=${this.controllerPort}
maxClientCnxns=0
admin.enableServer=false
`,
    );
    const server = `${this.#directory}/server.properties`;
    await Deno.writeTextFile(
      server,
      `broker.id=0
listeners=PLAINTEXT://127.0.0.1:${this.port}
num.network.threads=3
num.io.threads=8
socket.send.buffer.bytes=102400
socket.receive.buffer.bytes=102400
socket.request.max.bytes=104857600
log.dirs=${this.#directory}/kafka-logs
num.partitions=1
num.recovery.threads.per.data.dir=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
log.retention.hours=168
log.retention.check.interval.ms=300000
zookeeper.connect=localhost:${this.controllerPort}
zookeeper.connection.timeout.ms=18000
group.initial.rebalance.delay.ms=0
`,
    );
    return [zookeeper, server];
  }

  spawn(...args: string[]): Background {
    const [program, ...first] = ottlaCommand();
    return this.suite.spawn(program, [...first, ...args], {
      logFile: `${this.#directory}/server.log`,
    });
  }

  /** A record goes in and comes out. */
  async serves(): Promise<void> {
    await this.produces("first");
    assertEquals(await this.records(), ["first"]);
  }

  async produces(value: string): Promise<void> {
    await this.#kcat(["-L", "-t", "topic"]);
    await this.#kcat(["-P", "-t", "topic", "-p", "0"], `${value}\n`);
  }

  async records(): Promise<string[]> {
    const text = await this.#kcat(["-C", "-t", "topic", "-p", "0", "-o", "beginning", "-e", "-q"]);
    return text.trim().split("\n");
  }

  async leads(): Promise<boolean> {
    const { topics } = JSON.parse(await this.#kcat(["-L", "-J", "-t", "topic"]));
    return topics[0].partitions[0].leader >= 0;
  }

  #kcat(args: readonly string[], input?: string): Promise<string> {
    return runOk("kcat", ["-b", `127.0.0.1:${this.port}`, ...args], { input, timeoutMs: 20_000 });
  }
}
