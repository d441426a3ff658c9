/**
 * Environment variables as settings, the way the container images make a properties file of them: `KAFKA_NUM_PARTITIONS`
 * is `num.partitions`, `__` stands for `_` and `___` for `-`.
 */
import { splitList } from "./split_list.ts";

/** The image whose rules apply: confluentinc/cp-kafka or apache/kafka. */
export type ImageStyle = "confluent" | "apache";

/** Variables that steer the image or the JVM and are no settings. */
const NOT_SETTINGS: readonly string[] = [
  "KAFKA_VERSION",
  "KAFKA_HEAP_OPTS",
  "KAFKA_OPTS",
  "KAFKA_JMX_OPTS",
  "KAFKA_JVM_PERFORMANCE_OPTS",
  "KAFKA_GC_LOG_OPTS",
  "KAFKA_LOG4J_OPTS",
  "KAFKA_LOG4J_ROOT_LOGLEVEL",
  "KAFKA_LOG4J_LOGGERS",
  "KAFKA_TOOLS_LOG4J_LOGLEVEL",
];

/** Names that the rule would spell wrongly. */
const SPELLED_OTHERWISE: { readonly [variable: string]: string } = {
  KAFKA_ZOOKEEPER_CLIENT_CNXN_SOCKET: "zookeeper.clientCnxnSocket",
};

/**
 * The properties that a set of variables stands for, sorted by name. Values are taken as they are, empty ones too.
 *
 * Left out: what is no setting, and the addresses (`tcp://…`) that Kubernetes puts into `KAFKA_PORT` and the like when
 * a service is called `kafka`.
 */
export function environmentProperties(
  environment: { readonly [variable: string]: string | undefined },
  style: ImageStyle = "confluent",
): Map<string, string> {
  const properties: [string, string][] = [];
  for (const [variable, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    const name = propertyName(variable, style);
    if (name !== null && !isServiceLink(variable, value)) properties.push([name, value]);
  }
  return new Map(properties.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0));
}

/** The setting that a variable stands for, or null where it stands for none. */
export function propertyName(variable: string, style: ImageStyle = "confluent"): string | null {
  if (NOT_SETTINGS.includes(variable)) return null;
  if (style === "confluent") {
    if (Object.hasOwn(SPELLED_OTHERWISE, variable)) return SPELLED_OTHERWISE[variable]!;
    if (variable.startsWith("CONFLUENT_SUPPORT_")) return dotted(variable);
    return /^KAFKA_./.test(variable) ? dotted(variable.slice("KAFKA_".length)) : null;
  }
  if (!/^KAFKA_./.test(variable) || variable === "KAFKA_JMX_HOSTNAME") return null;
  return dotted(variable.replaceAll("KAFKA_", ""));
}

/** `NUM_PARTITIONS` as `num.partitions`, `__` as `_`, `___` as `-`. */
export function dotted(name: string): string {
  return name.toLowerCase()
    .replace(/(?<=[^_])_(?=[^_])/g, ".")
    .replaceAll("___", "-")
    .replaceAll("__", "_");
}

function isServiceLink(variable: string, value: string): boolean {
  return /^KAFKA_(?:PORT|HOST|SERVICE)/.test(variable) && value.startsWith("tcp://");
}

/**
 * Listeners for advertised ones: the same names and ports on every interface. The images use it where only
 * `KAFKA_ADVERTISED_LISTENERS` is set.
 */
export function listenersFromAdvertised(advertised: string): string {
  return splitList(advertised)
    .map((listener) => listener.replace(/:\/\/.*:/, "://0.0.0.0:"))
    .join(",");
}
