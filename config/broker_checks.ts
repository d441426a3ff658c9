/** Rules between settings of a broker, and what Ottla cannot do: checked at start. Listeners and roles: `node_checks.ts`. */
import type { BrokerSettingName } from "./broker_settings.ts";
import type { BrokerValues } from "./broker_values.ts";
import { ConfigError } from "./config_error.ts";
import { splitList } from "./split_list.ts";
import { brokerDefault } from "./topic_defaults.ts";

const MIB = 1024 * 1024;

/** @throws {ConfigError} for the first rule that is broken. */
export function checkBroker(values: BrokerValues): void {
  checkReplication(values);
  checkLog(values);
  checkConnections(values);
  checkGroups(values);
  checkCodec(values, "offsets.topic.compression.codec");
  checkCodec(values, "share.coordinator.state.topic.compression.codec");
  checkClasses(values);
}

/** Doubts that do not stop the start. */
export function brokerWarnings(values: BrokerValues): string[] {
  const warnings: string[] = [];
  const heartbeatMs = values.get("broker.heartbeat.interval.ms");
  const sessionMs = values.get("broker.session.timeout.ms");
  if (heartbeatMs > sessionMs / 2) {
    warnings.push(
      `broker.heartbeat.interval.ms (${heartbeatMs}) should be at most half of broker.session.timeout.ms (${sessionMs})`,
    );
  }
  if (values.get("config.providers").length > 0) {
    warnings.push(
      "config.providers is not supported: values like ${provider:path:key} are taken as they stand",
    );
  }
  if (values.text("sasl.jaas.config") !== null) {
    warnings.push(
      "sasl.jaas.config is ignored: on a broker it needs listener and mechanism in front, listener.name.<listener>.<mechanism>.sasl.jaas.config",
    );
  }
  return warnings;
}

/** @throws {ConfigError} unless the first setting's value is at least the second's. */
function atLeast(
  values: BrokerValues,
  larger: BrokerSettingName,
  smaller: BrokerSettingName,
): void {
  const [high, low] = [values.get(larger) as number | bigint, values.get(smaller) as number];
  if (high < low) {
    throw new ConfigError(
      `Invalid value ${high} for configuration ${larger}: ${larger} must be greater than or equal to ${smaller} (${low})`,
      larger,
    );
  }
}

function refuse(key: string, value: unknown, reason: string): never {
  throw new ConfigError(`Invalid value ${value} for configuration ${key}: ${reason}`, key);
}

function checkReplication(values: BrokerValues): void {
  atLeast(values, "replica.socket.timeout.ms", "replica.fetch.wait.max.ms");
  atLeast(values, "replica.lag.time.max.ms", "replica.fetch.wait.max.ms");
}

function checkLog(values: BrokerValues): void {
  const retentionMs = brokerDefault(values, "retention.ms") as bigint;
  if (retentionMs === 0n) {
    refuse("log.retention.ms", retentionMs, "Value must be -1 (keep forever) or at least 1");
  }
  const rollMs = brokerDefault(values, "segment.ms") as bigint;
  if (rollMs < 1n) refuse("log.roll.ms", rollMs, "Value must be at least 1");
  const jitterMs = brokerDefault(values, "segment.jitter.ms") as bigint;
  if (jitterMs < 0n) refuse("log.roll.jitter.ms", jitterMs, "Value must be at least 0");
  if (values.get("log.cleaner.enable")) {
    const threads = values.get("log.cleaner.threads");
    if (threads < 1) refuse("log.cleaner.threads", threads, "Value must be at least 1");
    const bufferBytes = values.get("log.cleaner.dedupe.buffer.size");
    if (bufferBytes / BigInt(threads) <= MIB) {
      refuse(
        "log.cleaner.dedupe.buffer.size",
        bufferBytes,
        `Value must be more than ${MIB} for each of ${threads} cleaner threads`,
      );
    }
  }
}

function checkConnections(values: BrokerValues): void {
  const overrides = connectionOverrides(values);
  if (values.get("max.connections.per.ip") === 0 && overrides.size === 0) {
    refuse("max.connections.per.ip", 0, "0 needs max.connections.per.ip.overrides");
  }
  if (values.get("queued.max.request.bytes") > 0n) {
    atLeast(values, "queued.max.request.bytes", "socket.request.max.bytes");
  }
}

/**
 * `max.connections.per.ip.overrides` as a map from host to limit.
 *
 * @throws {ConfigError} where an item is not `host:limit`.
 */
export function connectionOverrides(values: BrokerValues): Map<string, number> {
  const key = "max.connections.per.ip.overrides";
  return new Map(
    splitList(values.get(key)).map((item) => {
      const parts = /^(.+):\s*(\d{1,10})$/.exec(item);
      if (parts === null) refuse(key, item, "Each entry should be in the form host:limit");
      return [parts[1]!.trim(), Number(parts[2])];
    }),
  );
}

type Kind = "consumer" | "share" | "streams";
type Timing = "session.timeout.ms" | "heartbeat.interval.ms" | "assignment.interval.ms";
type Limit = "record.lock.duration.ms" | "delivery.count.limit" | "partition.max.record.locks";

function checkGroups(values: BrokerValues): void {
  for (const kind of ["consumer", "share", "streams"] as const) {
    checkBetween(values, kind, "session.timeout.ms");
    checkBetween(values, kind, "heartbeat.interval.ms");
    checkBetween(values, kind, "assignment.interval.ms");
    const heartbeatKey = `group.${kind}.heartbeat.interval.ms` as const;
    const sessionKey = `group.${kind}.session.timeout.ms` as const;
    if (values.get(heartbeatKey) >= values.get(sessionKey)) {
      refuse(
        heartbeatKey,
        values.get(heartbeatKey),
        `${heartbeatKey} must be less than ${sessionKey} (${values.get(sessionKey)})`,
      );
    }
  }
  checkBetween(values, "share", "record.lock.duration.ms");
  checkBetween(values, "share", "delivery.count.limit");
  checkBetween(values, "share", "partition.max.record.locks");
  atLeast(values, "group.share.max.share.sessions", "group.share.max.size");
  atLeast(values, "group.streams.max.standby.replicas", "group.streams.num.standby.replicas");
  const protocols = values.get("group.coordinator.rebalance.protocols");
  if (!protocols.includes("classic")) {
    refuse(
      "group.coordinator.rebalance.protocols",
      protocols.join(","),
      "Disabling the 'classic' protocol is not supported",
    );
  }
}

function checkBetween(values: BrokerValues, kind: Kind, what: Timing): void;
function checkBetween(values: BrokerValues, kind: "share", what: Limit): void;
function checkBetween(values: BrokerValues, kind: Kind, what: string): void {
  const [value, min, max] = ["", "min.", "max."]
    .map((bound) => `group.${kind}.${bound}${what}` as BrokerSettingName);
  atLeast(values, max!, min!);
  atLeast(values, value!, min!);
  atLeast(values, max!, value!);
}

function checkCodec(
  values: BrokerValues,
  key: "offsets.topic.compression.codec" | "share.coordinator.state.topic.compression.codec",
): void {
  const codec = values.get(key);
  if (codec < 0 || codec > 4) refuse(key, codec, "Value must be between 0 and 4");
}

const ASSIGNOR = "org.apache.kafka.coordinator.group.assignor";
const OAUTH = "org.apache.kafka.common.security.oauthbearer";

/**
 * Java classes that a setting may name because Ottla has its own of the same behaviour. Any other could not be loaded:
 * better to say so than to run without the authorizer or the policy that somebody relies on.
 */
const KNOWN_CLASSES: { readonly [Name in BrokerSettingName]?: readonly string[] } = {
  "authorizer.class.name": [
    "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "kafka.security.authorizer.AclAuthorizer",
    "kafka.security.auth.SimpleAclAuthorizer",
  ],
  "principal.builder.class": [
    "org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder",
  ],
  "replica.selector.class": [
    "org.apache.kafka.common.replica.RackAwareReplicaSelector",
    "org.apache.kafka.common.replica.LeaderSelector",
  ],
  "create.topic.policy.class.name": [],
  "alter.config.policy.class.name": [],
  "client.quota.callback.class": [],
  "sasl.server.callback.handler.class": [],
  "ssl.engine.factory.class": [],
  "sasl.oauthbearer.jwt.validator.class": [
    `${OAUTH}.DefaultJwtValidator`,
    `${OAUTH}.BrokerJwtValidator`,
  ],
  "sasl.oauthbearer.jwt.retriever.class": [
    `${OAUTH}.DefaultJwtRetriever`,
    `${OAUTH}.ClientCredentialsJwtRetriever`,
    `${OAUTH}.FileJwtRetriever`,
    `${OAUTH}.JwtBearerJwtRetriever`,
  ],
  "group.consumer.assignors": [
    "uniform",
    "range",
    `${ASSIGNOR}.UniformAssignor`,
    `${ASSIGNOR}.RangeAssignor`,
  ],
  "group.share.assignors": ["simple", `${ASSIGNOR}.SimpleAssignor`],
};

function checkClasses(values: BrokerValues): void {
  for (const [name, known] of Object.entries(KNOWN_CLASSES)) {
    const given = values.get(name as BrokerSettingName);
    const classes = Array.isArray(given) ? given as string[] : given ? [given as string] : [];
    const strange = classes.find((it) => !known.includes(it));
    if (strange === undefined) continue;
    const allowed = known.length === 0 ? "none is supported" : `known are ${known.join(", ")}`;
    refuse(name, strange, `Class ${strange} could not be found, ${allowed}`);
  }
}
