import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Case, ONE_NODE, STARTED } from "../case.ts";
import { eventually, run } from "../engine.ts";

interface Health {
  readonly Status: string;
  readonly Log: readonly { readonly End: string }[];
}

export const imageCases: Case[] = [
  {
    name:
      "the image has cp-kafka's user, command and port, its and cp-zookeeper's volumes, and at most 200 MB",
    async run(engine, say) {
      const [image] = JSON.parse(await engine.docker("image", "inspect", engine.image));
      const { User, Cmd, Entrypoint, WorkingDir, ExposedPorts, Volumes } = image.Config;
      assertEquals(User, "appuser");
      assertEquals(Cmd, ["/etc/confluent/docker/run"]);
      assertEquals(Entrypoint, null);
      assertEquals(WorkingDir, "/home/appuser");
      assertEquals(Object.keys(ExposedPorts), ["9092/tcp"]);
      assertEquals(Object.keys(Volumes).sort(), [
        "/etc/kafka/secrets",
        "/var/lib/kafka/data",
        "/var/lib/zookeeper/data",
        "/var/lib/zookeeper/log",
      ]);
      const megabytes = image.Size / 1e6;
      say(`size ${megabytes.toFixed(0)} MB`);
      assert(megabytes <= 200, `${megabytes} MB`);
    },
  },
  {
    name: "a node serves, gets healthy, and ends in order with docker stop",
    async run(engine, say) {
      const node = await engine.start(ONE_NODE);
      const log = await engine.waitForLog(node, STARTED);
      const startedAt = Date.parse(
        (await engine.docker("inspect", "-f", "{{.State.StartedAt}}", node)).trim(),
      );
      const line = log.split("\n").find((it) => STARTED.test(it))!;
      const [, day, time, millis] = /^\[(\S+) (\S+),(\d+)\]/.exec(line)!;
      say(`start to served: ${Date.parse(`${day}T${time}.${millis}Z`) - startedAt} ms`);
      const healthyAt = await eventually("healthy", async () => {
        const [health] = JSON.parse(await engine.docker("inspect", node))
          .map(({ State }: { State: { Health: Health } }) => State.Health);
        return health.Status === "healthy" ? Date.parse(health.Log.at(-1).End) : null;
      });
      say(`start to healthy: ${healthyAt - startedAt} ms`);
      const memory = await engine.docker("exec", node, "grep", "VmRSS", "/proc/1/status");
      say(`memory: ${memory.replace(/\s+/g, " ").trim()}`);
      await engine.docker("stop", node);
      assertStringIncludes(await engine.logs(node), "shut down completed");
      assertEquals(await engine.exitCode(node), 143);
    },
  },
  {
    name: "kafka-server-stop ends the node in order",
    async run(engine) {
      const node = await engine.start(ONE_NODE);
      await engine.waitForLog(node, STARTED);
      assertStringIncludes(
        (await run(["docker", "exec", node, "zookeeper-server-stop"])).stdout,
        "No zookeeper server to stop",
      );
      await engine.docker("exec", node, "kafka-server-stop.sh", "--node-id=1");
      assertEquals(await engine.exitCode(node), 143);
      assertStringIncludes(await engine.logs(node), "shut down completed");
    },
  },
  {
    name:
      "KAFKA_LOG4J_ROOT_LOGLEVEL, KAFKA_LOG4J_LOGGERS and KAFKA_TOOLS_LOG4J_LOGLEVEL set what is logged",
    async run(engine) {
      const node = await engine.start({
        ...ONE_NODE,
        KAFKA_LOG4J_ROOT_LOGLEVEL: "ERROR",
        KAFKA_LOG4J_LOGGERS: "kafka.server.ReplicaManager=INFO,kafka.controller=LOUD",
        KAFKA_TOOLS_LOG4J_LOGLEVEL: "DEBUG",
      });
      const list = ["kafka-topics", "--bootstrap-server", "localhost:19092", "--list"];
      const { stderr } = await eventually("a list of topics", async () => {
        const listed = await run(["docker", "exec", node, ...list]);
        return listed.code === 0 ? listed : null;
      });
      assertStringIncludes(stderr, "DEBUG Connected to localhost:19092");
      const log = await engine.logs(node);
      assertStringIncludes(log, "KAFKA_LOG4J_LOGGERS: LOUD is no log level");
      const loggers = [...log.matchAll(/^\[.*\] INFO .* \(([\w.$]+)\)$/gm)].map(([, name]) => name);
      assertEquals([...new Set(loggers)], ["ottla.broker"]);
    },
  },
  {
    name: "any uid of group 0 can run it",
    async run(engine) {
      const node = await engine.start(ONE_NODE, { flags: ["--user", "12345:0"] });
      await engine.waitForLog(node, STARTED);
    },
  },
];
