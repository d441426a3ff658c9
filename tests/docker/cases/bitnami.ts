/** Containers with the variables, volumes and script paths of bitnami/kafka and bitnami/zookeeper. */
import { assertEquals, assertMatch } from "@std/assert";
import { type Case, STARTED } from "../case.ts";
import type { Engine } from "../engine.ts";

const SERVER = "localhost:21280";
const KRAFT = {
  KAFKA_CFG_NODE_ID: "0",
  KAFKA_CFG_PROCESS_ROLES: "controller,broker",
  KAFKA_CFG_CONTROLLER_QUORUM_VOTERS: "0@localhost:21281",
  KAFKA_CFG_LISTENERS: "PLAINTEXT://:21280,CONTROLLER://:21281",
  KAFKA_CFG_ADVERTISED_LISTENERS: `PLAINTEXT://${SERVER}`,
  KAFKA_CFG_LISTENER_SECURITY_PROTOCOL_MAP: "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
  KAFKA_CFG_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
  KAFKA_CFG_INTER_BROKER_LISTENER_NAME: "PLAINTEXT",
};

async function write(engine: Engine): Promise<void> {
  const script = `kafka-topics.sh --create --bootstrap-server ${SERVER} --topic kept && ` +
    `seq 3 | kafka-console-producer.sh --bootstrap-server ${SERVER} --topic kept`;
  const { code, stderr } = await engine.once(["bash", "-c", script]);
  assertEquals(code, 0, stderr);
}

async function read(engine: Engine): Promise<void> {
  const command = [
    "/opt/bitnami/kafka/bin/kafka-console-consumer.sh",
    "--bootstrap-server",
    SERVER,
  ];
  const flags = ["--topic", "kept", "--from-beginning", "--max-messages", "3"];
  const { stdout, stderr } = await engine.once([...command, ...flags]);
  assertEquals(stdout, "1\n2\n3\n", stderr);
}

/** Topics are there again with another container on the same volumes. */
function keeps(
  name: string,
  services: readonly { readonly variables: Record<string, string>; readonly ready: RegExp }[],
  command: readonly string[] = [],
): Case {
  return {
    name,
    async run(engine) {
      const volumes = services.map((_, index) => `ottla-test-${Deno.pid}-${index}`);
      try {
        for (const use of [write, read]) {
          const names: string[] = [];
          for (const [index, { variables, ready }] of services.entries()) {
            const flags = ["-v", `${volumes[index]}:/bitnami`];
            const container = await engine.start(variables, { flags, command });
            names.unshift(container);
            await engine.waitForLog(container, ready);
          }
          await use(engine);
          for (const container of names) await engine.docker("stop", container);
        }
      } finally {
        await engine.cleanUp();
        for (const volume of volumes) await engine.docker("volume", "rm", "-f", volume);
      }
    },
  };
}

export const bitnamiCases: Case[] = [
  keeps("bitnami: one node with both roles", [{ variables: KRAFT, ready: STARTED }]),
  keeps(
    "bitnami: its entry point and its command",
    [{
      variables: { ...KRAFT, KAFKA_KRAFT_CLUSTER_ID: "abcdefghijklmnopqrstuv" },
      ready: STARTED,
    }],
    ["/opt/bitnami/scripts/kafka/entrypoint.sh", "/opt/bitnami/scripts/kafka/run.sh"],
  ),
  keeps("bitnami: zookeeper and kafka", [
    {
      variables: { ALLOW_ANONYMOUS_LOGIN: "yes", ZOO_PORT_NUMBER: "21282" },
      ready: /binding to port .*:21282/,
    },
    {
      variables: {
        KAFKA_BROKER_ID: "1",
        ALLOW_PLAINTEXT_LISTENER: "yes",
        KAFKA_CFG_ZOOKEEPER_CONNECT: "localhost:21282",
        KAFKA_CFG_LISTENERS: "PLAINTEXT://:21280",
        KAFKA_CFG_ADVERTISED_LISTENERS: `PLAINTEXT://${SERVER}`,
      },
      ready: STARTED,
    },
  ]),
  {
    name: "bitnami: a directory of another uid is refused with 1, and the remedy is named",
    async run(engine) {
      const flags = ["--tmpfs", "/bitnami/kafka:uid=1001,gid=1001,mode=755"];
      const node = await engine.start(KRAFT, { flags });
      assertEquals(await engine.exitCode(node), 1);
      assertMatch(
        await engine.logs(node),
        /^Path \/bitnami\/kafka is not writable for uid 1000: .* \(user: "1001"\)$/m,
      );
    },
  },
];
