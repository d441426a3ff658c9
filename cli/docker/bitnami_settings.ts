/**
 * The settings of a container of the bitnami/kafka kind: `KAFKA_CFG_NUM_PARTITIONS` is `num.partitions`, with that
 * image's directory. Without `CFG_` only variables that spell a broker's setting count; the rest are the image's own.
 */
import { BROKER_SETTINGS } from "../../config/broker_settings.ts";
import { isZooKeeperStyle } from "../../config/zookeeper.ts";
import { type ImageSettings, sorted } from "./broker_settings.ts";
import { EnvironmentError } from "./environment_error.ts";
import { type Environment, given } from "./environment.ts";

const LOG_DIRS = "/bitnami/kafka/data";
const PREFIX = "KAFKA_CFG_";
const CLIENT_SOCKET = "KAFKA_CFG_ZOOKEEPER_CLIENTCNXNSOCKET";
/** Of the file that variables are added to there, what is not Kafka's default: enough for a single node. */
const BASE = [
  ["offsets.topic.replication.factor", "1"],
  ["transaction.state.log.replication.factor", "1"],
  ["transaction.state.log.min.isr", "1"],
] as const;
/** Settings that a broker with a ZooKeeper has no use for. */
const KRAFT_ONLY = ["process.roles", "controller.listener.names", "controller.quorum.voters"];

/**
 * @param mounted what stands in /bitnami/kafka/config/server.properties, which wins over all variables; null without
 * @throws {EnvironmentError}
 */
export function bitnamiSettings(
  environment: Environment,
  mounted: ReadonlyMap<string, string> | null,
): ImageSettings {
  const properties = new Map(mounted ?? [...BASE, ...bitnamiProperties(environment)]);
  if (mounted === null) {
    const hasZooKeeper = !!properties.get("zookeeper.connect");
    const hasRoles = !!properties.get("process.roles");
    if (hasZooKeeper && /^(?:no|false|0)$/i.test(given(environment, "KAFKA_ENABLE_KRAFT") ?? "")) {
      for (const name of KRAFT_ONLY) properties.delete(name);
    }
    if (!hasZooKeeper && !hasRoles) addOneNode(properties);
  }
  if (!properties.get("log.dirs") && !properties.get("log.dir")) {
    properties.set("log.dirs", LOG_DIRS);
  }
  return {
    mode: isZooKeeperStyle(properties) ? "Zookeeper" : "KRaft",
    properties: sorted(properties),
  };
}

/** The properties that the variables stand for. A name without `CFG_` wins, as it does there. */
export function bitnamiProperties(environment: Environment): Map<string, string> {
  const properties = new Map<string, string>();
  for (const [variable, value] of Object.entries(environment)) {
    if (value === undefined || !variable.startsWith(PREFIX) || variable === PREFIX) continue;
    const name = variable === CLIENT_SOCKET
      ? "zookeeper.clientCnxnSocket"
      : spelled(variable.slice(PREFIX.length));
    properties.set(name, value);
  }
  for (const variable of Object.keys(environment)) {
    const name = spelled(/^KAFKA_(.+)/.exec(variable)?.[1] ?? "");
    // Empty ones are the image's own.
    const value = given(environment, variable);
    if (value !== undefined && Object.hasOwn(BROKER_SETTINGS, name)) properties.set(name, value);
  }
  return sorted(properties);
}

function spelled(name: string): string {
  return name.toLowerCase().replaceAll("_", ".").replace(/sasl\.(ssl|plaintext)/g, "sasl_$1");
}

/**
 * A node that needs nobody else, as that image's documentation starts one.
 *
 * @throws {EnvironmentError} Where there are listeners of the user's: which of them is for controllers can't be guessed.
 */
function addOneNode(properties: Map<string, string>): void {
  if (properties.get("listeners")) {
    throw new EnvironmentError(
      "KAFKA_CFG_PROCESS_ROLES is required. Set it to controller,broker, or KAFKA_CFG_ZOOKEEPER_CONNECT to zookeeper:2181",
    );
  }
  const id = properties.get("node.id") ?? properties.get("broker.id") ?? "0";
  const oneNode = {
    "process.roles": "controller,broker",
    "node.id": id,
    "controller.quorum.voters": `${id}@localhost:9093`,
    "controller.listener.names": "CONTROLLER",
    "listeners": "PLAINTEXT://:9092,CONTROLLER://:9093",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
  };
  for (const [name, value] of Object.entries(oneNode)) {
    if (!properties.has(name)) properties.set(name, value);
  }
}
