/** What others do to the scripts in /etc/confluent/docker, and how they start them. */
import { type Case, ONE_NODE, STARTED } from "../case.ts";

const CLUSTER = ONE_NODE.CLUSTER_ID;
const FORMAT =
  `kafka-storage format --ignore-formatted -t ${CLUSTER} -c /etc/kafka/kafka.properties`;
const DOCKER = "/etc/confluent/docker";

function started(
  name: string,
  environment: Readonly<Record<string, string>>,
  script: string,
  line = STARTED,
): Case {
  return {
    name,
    async run(engine) {
      const node = await engine.start(environment, {
        flags: ["--entrypoint", "sh"],
        command: ["-c", script],
      });
      await engine.waitForLog(node, line);
    },
  };
}

export const scriptCases: Case[] = [
  started(
    "an emptied ensure, variables that are exported late",
    {
      KAFKA_LISTENERS: "PLAINTEXT://0.0.0.0:19093,BROKER://0.0.0.0:19092",
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "BROKER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
      KAFKA_INTER_BROKER_LISTENER_NAME: "BROKER",
      KAFKA_BROKER_ID: "1",
      KAFKA_ZOOKEEPER_CONNECT: "localhost:2181",
      KAFKA_LOG_FLUSH_INTERVAL_MESSAGES: "9223372036854775807",
    },
    `export KAFKA_ADVERTISED_LISTENERS=PLAINTEXT://localhost:19093,BROKER://localhost:19092
     echo '' > ${DOCKER}/ensure
     printf 'clientPort=2181\\ndataDir=/tmp/zk/data\\ndataLogDir=/tmp/zk/log\\n' > zookeeper.properties
     zookeeper-server-start zookeeper.properties &
     ${DOCKER}/run`,
  ),
  started(
    "configure with a line cut out and one appended, an emptied ensure",
    ONE_NODE,
    `sed -i '/KAFKA_ZOOKEEPER_CONNECT/d' ${DOCKER}/configure
     echo '${FORMAT}' >> ${DOCKER}/configure
     echo '' > ${DOCKER}/ensure
     ${DOCKER}/run`,
    /Transitioning from RECOVERY to RUNNING/,
  ),
  started(
    "bash-config sourced, configure and launch called one after the other",
    ONE_NODE,
    `. ${DOCKER}/bash-config; ${DOCKER}/configure; ${FORMAT}; ${DOCKER}/launch`,
    /Kafka Server started/,
  ),
  started(
    "variables as arguments of run",
    { ...ONE_NODE, KAFKA_ADVERTISED_LISTENERS: "" },
    `${DOCKER}/run KAFKA_ADVERTISED_LISTENERS=${ONE_NODE.KAFKA_ADVERTISED_LISTENERS}`,
    /===> Overriding env params with args [^]*\[KafkaServer id=1\] started/,
  ),
  started("the scripts of apache/kafka", ONE_NODE, "/etc/kafka/docker/run"),
];
