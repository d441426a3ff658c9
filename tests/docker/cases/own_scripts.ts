/** Scripts and images that people make of the image: what they call, source, overwrite and build upon. */
import { assertEquals, assertMatch } from "@std/assert";
import { type Case, ONE_NODE, STARTED } from "../case.ts";
import { Engine, run } from "../engine.ts";

const DOCKER = "/etc/confluent/docker";
const SERVER = "localhost:21280";
const NODE = {
  ...ONE_NODE,
  KAFKA_CONTROLLER_QUORUM_VOTERS: "1@localhost:21281",
  KAFKA_LISTENERS: "PLAINTEXT://:21280,CONTROLLER://:21281",
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${SERVER}`,
};
const FORMAT =
  `kafka-storage format --ignore-formatted -t ${NODE.CLUSTER_ID} -c /etc/kafka/kafka.properties`;

/** A node whose command is a script of `bash -c`. */
function starts(name: string, script: string, environment: Record<string, string> = NODE): Case {
  return {
    name,
    async run(engine) {
      const node = await engine.start(environment, { command: ["bash", "-c", script] });
      await engine.waitForLog(node, STARTED);
    },
  };
}

export const ownScriptCases: Case[] = [
  starts(
    "own script: update_run.sh, then run",
    `cat > /tmp/update_run.sh <<'END'
#!/bin/sh
sed -i '/KAFKA_ZOOKEEPER_CONNECT/d' ${DOCKER}/configure
sed -i 's/cub zk-ready/echo ignore zk-ready/' ${DOCKER}/ensure
echo "${FORMAT}" >> ${DOCKER}/ensure
END
     chmod 755 /tmp/update_run.sh
     bash -c '/tmp/update_run.sh && ${DOCKER}/run'`,
  ),
  starts(
    "own script: a configure with dub ensure, path and template, and a run that sources Mesos' files",
    `cat > ${DOCKER}/configure <<'END'
. ${DOCKER}/bash-config
dub ensure KAFKA_ADVERTISED_LISTENERS
dub path /etc/kafka/ writable
dub template "${DOCKER}/\${COMPONENT}.properties.template" "/etc/\${COMPONENT}/\${COMPONENT}.properties"
dub template "${DOCKER}/log4j.properties.template" "/etc/\${COMPONENT}/log4j.properties"
END
     . ${DOCKER}/mesos-setup.sh
     . ${DOCKER}/apply-mesos-overrides
     ${DOCKER}/run`,
    { ...NODE, KAFKA_LOG_DIRS: "/var/lib/kafka/data" },
  ),
  starts(
    "own script: the same with ub, as newer images have it",
    `ub path /etc/kafka writable && ub ensure KAFKA_LISTENERS &&
     ub render-template ${DOCKER}/kafka.properties.template > /etc/kafka/kafka.properties &&
     ${DOCKER}/ensure && ${DOCKER}/launch`,
    { ...NODE, KAFKA_LOG_DIRS: "/var/lib/kafka/data" },
  ),
  {
    name:
      "own script: an init container waits and makes topics; a container that sleeps has the tools",
    async run(engine) {
      await engine.start({ ...NODE, KAFKA_JMX_PORT: "9101" });
      const script = `cub kafka-ready -b ${SERVER} 1 20 && ub kafka-ready 1 20 -b ${SERVER} && ` +
        `kafka-topics --create --if-not-exists --bootstrap-server ${SERVER} --topic made && ` +
        `kafka-topics --create --if-not-exists --bootstrap-server ${SERVER} --topic made`;
      const { code, stderr } = await engine.once(["bash", "-c", script]);
      assertEquals(code, 0, stderr);
      const sleeper = await engine.start({}, { command: ["sh", "-c", "sleep infinity"] });
      const list = ["kafka-topics", "--list", "--bootstrap-server", SERVER];
      assertEquals(await engine.docker("exec", sleeper, ...list), "made\n");
    },
  },
  {
    name: "own script: zookeeper-shell and cub kafka-ready -z ask the coordinator",
    async run(engine) {
      const zookeeper = await engine.start({ ZOOKEEPER_CLIENT_PORT: "21282" });
      await engine.waitForLog(zookeeper, /binding to port/);
      const kafka = await engine.start({
        KAFKA_BROKER_ID: "1",
        KAFKA_ZOOKEEPER_CONNECT: "localhost:21282",
        KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${SERVER}`,
      });
      await engine.waitForLog(kafka, STARTED);
      const script = "cub kafka-ready -z localhost:21282 1 20 && " +
        "zookeeper-shell localhost:21282 ls /brokers/ids | sed -n 6p && " +
        "echo 'get /brokers/ids/1' | zookeeper-shell.sh localhost:21282 | tail -1";
      const { code, stdout, stderr } = await engine.once(["bash", "-c", script]);
      assertEquals(code, 0, stderr);
      assertMatch(stdout, /^\[1\]\n{"features":.*"endpoints":\["PLAINTEXT:\/\/localhost:21280"\]/);
    },
  },
  {
    name: "own script: an image of one's own on top, with files and appended lines",
    async run(engine) {
      const tag = `ottla-test-${Deno.pid}`;
      const own = new Engine(tag, engine.hasBridge, engine.composeCommand);
      const directory = await Deno.makeTempDir({ prefix: "ottla-image-" });
      await Deno.writeTextFile(
        `${directory}/start.sh`,
        "#!/bin/bash\nexec /etc/confluent/docker/run\n",
      );
      await Deno.writeTextFile(
        `${directory}/Dockerfile`,
        `FROM ${engine.image}
COPY --chown=appuser:appuser start.sh /home/appuser/start.sh
RUN chmod +x /home/appuser/start.sh && echo 'echo appended' >> ${DOCKER}/ensure
ENV KAFKA_NUM_PARTITIONS=3
CMD ["/home/appuser/start.sh"]
`,
      );
      try {
        const build = await run(["docker", "build", "--network=host", "-t", tag, directory]);
        assertEquals(build.code, 0, build.stderr);
        const node = await own.start(NODE);
        const log = await own.waitForLog(node, STARTED);
        assertMatch(log, /^appended$/m);
        const file = await own.docker("exec", node, "cat", "/etc/kafka/kafka.properties");
        assertMatch(file, /^num\.partitions=3$/m);
      } finally {
        await own.cleanUp();
        await engine.docker("rmi", "-f", tag);
        await Deno.remove(directory, { recursive: true });
      }
    },
  },
  {
    name: "own script: an argument of run that is no variable is refused with 1",
    async run(engine) {
      const { code, stderr } = await engine.once([`${DOCKER}/run`, "nonsense"]);
      assertEquals([code, stderr], [
        1,
        "nonsense is no variable: arguments of run are NAME=value\n",
      ]);
    },
  },
];
