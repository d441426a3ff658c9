import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Case } from "../case.ts";
import { type Engine, eventually } from "../engine.ts";
import { project, type Variables } from "../project.ts";

/** Waits for the cluster, then writes and reads. */
async function use(engine: Engine, server: string, topic: string): Promise<void> {
  await eventually(`a broker at ${server}`, async () => {
    const { code } = await engine.once(["cub", "kafka-ready", "-b", server, "1", "20"]);
    return code === 0 ? true : null;
  });
  const script = `kafka-topics --bootstrap-server ${server} --create --topic ${topic} && ` +
    `seq 3 | kafka-console-producer --bootstrap-server ${server} --topic ${topic} && ` +
    read(server, topic);
  const { stdout, stderr } = await engine.once(["bash", "-c", script]);
  assertEquals(stdout, `Created topic ${topic}.\n1\n2\n3\n`, stderr);
}

const read = (server: string, topic: string) =>
  `kafka-console-consumer --bootstrap-server ${server} --topic ${topic} --from-beginning --max-messages 3`;

/** Topics outlive `down` and `up` on the volumes. */
async function useTwice(
  engine: Engine,
  compose: (...args: string[]) => Promise<string>,
  server: string,
): Promise<void> {
  await compose("up", "-d");
  await use(engine, server, "kept");
  await compose("stop", "-t", "10");
  for (const id of (await compose("ps", "-q")).split("\n").filter(Boolean)) {
    assertEquals(await engine.exitCode(id), 143, await engine.logs(id));
  }
  await compose("down");
  await compose("up", "-d");
  const script = `cub kafka-ready -b ${server} 1 30 && ${read(server, "kept")}`;
  const { stdout, stderr } = await engine.once(["bash", "-c", script]);
  assertEquals(stdout, "1\n2\n3\n", stderr);
}

/** Where a port that a file of docker/compose publishes is reached: without a bridge, at that of {@linkcode project}'s variables. */
const published = (engine: Engine, port: number) =>
  `localhost:${engine.hasBridge ? port : port + 10_000}`;

const AT_19092 = {
  KAFKA_LISTENERS: "PLAINTEXT://:29092,CONTROLLER://:19093,PLAINTEXT_HOST://:19092",
  KAFKA_CONTROLLER_QUORUM_VOTERS: "1@kafka:19093",
  KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://kafka:29092,PLAINTEXT_HOST://localhost:19092",
};

/** Six nodes on one machine's ports: 19092 to 19094 for clients, the rest among themselves. */
function sixNodes(): Variables {
  const voters = "1@coordinator-1:19095,2@coordinator-2:19096,3@coordinator-3:19097";
  const internal = [19098, 19099, 29092];
  const services: Record<string, Record<string, string>> = {};
  for (const n of [1, 2, 3]) {
    services[`coordinator-${n}`] = {
      KAFKA_CONTROLLER_QUORUM_VOTERS: voters,
      KAFKA_LISTENERS: `CONTROLLER://:${19094 + n}`,
    };
    services[`kafka-${n}`] = {
      KAFKA_CONTROLLER_QUORUM_VOTERS: voters,
      KAFKA_LISTENERS: `PLAINTEXT://:${internal[n - 1]},PLAINTEXT_HOST://:${19091 + n}`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://kafka-${n}:${
        internal[n - 1]
      },PLAINTEXT_HOST://localhost:${19091 + n}`,
    };
  }
  return services;
}

export const composeCases: Case[] = [
  {
    name: "public compose file: zookeeper, broker, health checks, a container that makes topics",
    async run(engine) {
      const { compose } = await project(engine, "tests/docker/public_compose/zookeeper.yml");
      await compose("up", "-d");
      await engine.waitForLog("init-kafka", /orders\npayments\n/);
      await use(engine, "localhost:19092", "from-outside");
    },
  },
  {
    name: "public compose file: KRaft, both roles, a command that edits the scripts",
    async run(engine) {
      const { compose } = await project(engine, "tests/docker/public_compose/kraft-combined.yml");
      await compose("up", "-d");
      await use(engine, "localhost:19092", "from-outside");
    },
  },
  {
    name: "public compose file: KRaft, controller and broker apart",
    async run(engine) {
      const { compose } = await project(engine, "tests/docker/public_compose/kraft-split.yml");
      await compose("up", "-d");
      await use(engine, "localhost:19092", "from-outside");
    },
  },
  {
    name: "docker/compose/single-node.yml, down and up on its volume",
    async run(engine) {
      const variables = { kafka: AT_19092 };
      const { compose } = await project(engine, "docker/compose/single-node.yml", variables);
      await useTwice(engine, compose, published(engine, 9092));
    },
  },
  {
    name: "docker/compose/zookeeper-and-kafka.yml, down and up on its volumes",
    async run(engine) {
      const { KAFKA_ADVERTISED_LISTENERS } = AT_19092;
      const variables = { kafka: { KAFKA_ADVERTISED_LISTENERS } };
      const { compose } = await project(
        engine,
        "docker/compose/zookeeper-and-kafka.yml",
        variables,
      );
      await useTwice(engine, compose, published(engine, 9092));
    },
  },
  {
    name: "docker/compose/three-brokers-three-coordinators.yml, down and up on its volumes",
    async run(engine) {
      const path = "docker/compose/three-brokers-three-coordinators.yml";
      const { compose } = await project(engine, path, sixNodes());
      await compose("up", "-d");
      const { code, stderr } = await engine.once(
        ["cub", "kafka-ready", "-b", published(engine, 9092), "3", "40"],
      );
      assertEquals(code, 0, stderr);
      await useTwice(engine, compose, published(engine, 9093));
      const quorum = await engine.once([
        "kafka-metadata-quorum",
        "--bootstrap-server",
        published(engine, 9094),
        "describe",
        "--status",
      ]);
      assertStringIncludes(quorum.stdout, "CurrentVoters:");
    },
  },
];
