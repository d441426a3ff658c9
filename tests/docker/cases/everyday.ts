import { assertEquals, assertStringIncludes } from "@std/assert";
import { isInstalled } from "../../interop/harness/command.ts";
import { Terminal } from "../../interop/harness/terminal.ts";
import { type Case, STARTED } from "../case.ts";
import { Skipped } from "../engine.ts";
import { project } from "../project.ts";

const SERVER = "kafka:19092";

export const everydayCases: Case[] = [{
  name: "the everyday scenario, typed into terminals of further containers",
  async run(engine) {
    if (!await isInstalled("tmux")) throw new Skipped("tmux is not installed");
    const { compose, beside } = await project(engine, "tests/docker/public_compose/everyday.yml");
    await compose("up", "-d");
    const terminal = new Terminal("/usr/bin");
    try {
      await playEveryday(terminal, `docker run --rm -it ${beside.join(" ")} ${engine.image} bash`);
      const [broker] = (await compose("ps", "-q", "kafka")).trim().split("\n");
      await cutApart(terminal, `docker exec -it ${broker}`);
    } finally {
      await terminal.close();
    }
  },
}, {
  name: "zookeeper and kafka as two containers, tools in further ones",
  async run(engine) {
    const zookeeper = await engine.start({
      ZOOKEEPER_CLIENT_PORT: "2181",
      ZOOKEEPER_TICK_TIME: "2000",
    });
    const kafka = await engine.start({
      KAFKA_BROKER_ID: "1",
      KAFKA_ZOOKEEPER_CONNECT: "zookeeper:2181",
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${SERVER}`,
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
    });
    await engine.waitForLog(zookeeper, /binding to port 0\.0\.0\.0\/0\.0\.0\.0:2181/);
    await engine.waitForLog(kafka, STARTED);
    const sh = async (command: string, input = "") => {
      const { code, stdout, stderr } = await engine.once(["bash", "-c", command], { input });
      assertEquals(code, 0, `${command}: ${stderr}`);
      return stdout;
    };
    assertEquals(
      await sh(`kafka-topics --create --bootstrap-server ${SERVER} --topic hello-kafka`),
      "Created topic hello-kafka.\n",
    );
    assertEquals(await sh(`kafka-topics --list --bootstrap-server ${SERVER}`), "hello-kafka\n");
    await sh(
      `kafka-console-producer --broker-list ${SERVER} --topic hello-kafka`,
      "hello\nkafka\n",
    );
    const read =
      `--bootstrap-server ${SERVER} --topic hello-kafka --from-beginning --max-messages 2`;
    assertEquals(await sh(`kafka-console-consumer ${read}`), "hello\nkafka\n");
    assertEquals(await sh(`sh /usr/bin/kafka-console-consumer.sh ${read}`), "hello\nkafka\n");
    assertEquals(
      await sh(
        `kafka-run-class kafka.tools.GetOffsetShell --broker-list ${SERVER} --topic hello-kafka`,
      ),
      "hello-kafka:0:2\n",
    );
    await sh(`cub kafka-ready -b ${SERVER} 1 5 && cub zk-ready localhost:2181 5`);
    await sh(`nc -z kafka 19092 && dub wait kafka 19092 1`);
    assertEquals(await sh("echo ruok | nc -w 2 localhost 2181"), "imok");
    assertStringIncludes(await sh("echo srvr | nc -w 2 localhost 2181"), "Mode: standalone");
    assertEquals(
      await engine.docker("exec", kafka, "cat", "/etc/kafka/kafka.properties"),
      `advertised.listeners=PLAINTEXT://${SERVER}\nbroker.id=1\n` +
        "listeners=PLAINTEXT://0.0.0.0:19092\nlog.dirs=/var/lib/kafka/data\n" +
        "offsets.topic.replication.factor=1\nzookeeper.connect=zookeeper:2181\n",
    );
  },
}];

/** Word for word what a newcomer types, in two terminals, each a container. */
async function playEveryday(terminal: Terminal, container: string): Promise<void> {
  const [first, second] = [await terminal.open(), await terminal.open()];
  for (const window of [first, second]) {
    await terminal.type(window, container);
    await terminal.waitFor(window, /^\[appuser@\S+ ~\]\$ $/m);
  }
  const server = "--bootstrap-server kafka:9092";
  await terminal.type(first, `kafka-topics --create ${server} --topic hello-kafka`);
  await terminal.waitFor(first, /^Created topic hello-kafka\.$/m);
  await terminal.type(first, `clear; kafka-topics --list ${server}`);
  await terminal.waitFor(first, /^hello-kafka$/m);
  await terminal.type(first, "kafka-console-producer --broker-list kafka:9092 --topic hello-kafka");
  await terminal.waitFor(first, /^>$/m);
  await terminal.type(
    second,
    `kafka-console-consumer ${server} --topic hello-kafka --from-beginning`,
  );
  await terminal.type(first, "hello");
  await terminal.waitFor(second, /^hello$/m);
  await terminal.type(first, "kafka");
  await terminal.waitFor(second, /^hello\nkafka$/m);
  await terminal.press(second, "C-c");
  await terminal.waitFor(second, /^\^CProcessed a total of 2 messages$/m);
}

/** People cut apart on their machine what a tool wrote to a container's terminal. */
async function cutApart(terminal: Terminal, inBroker: string): Promise<void> {
  const window = await terminal.open();
  const describe = "kafka-topics --describe --bootstrap-server kafka:9092 --topic hello-kafka";
  await terminal.type(
    window,
    `clear; ${inBroker} ${describe} | grep -c 'Partition: 0.*Leader: 1.*Isr: 1'`,
  );
  await terminal.waitFor(window, /^1$/m);
}
