/** Settings of the broker's parts, read out of its configuration. */
import type { BrokerConfig } from "../config/broker_config.ts";
import { type Endpoint as ConfiguredListener, securityProtocolCode } from "../config/listener.ts";
import type { Endpoint } from "../metadata/image/image.ts";
import type { ConnectionLimits } from "../network/connection_limits.ts";
import type { Endpoint as BoundListener, ListenerConfig } from "../network/server.ts";
import { codecById } from "../protocol/records/compression/codec.ts";
import type { GroupConfig } from "./group/group_config.ts";

const MS_PER_MINUTE = 60_000;

export function listenerConfigs(config: BrokerConfig): ListenerConfig[] {
  const { brokerListeners, interBrokerListenerName } = config.node;
  return brokerListeners.map(({ name, host, port }) => ({
    name,
    host,
    port,
    interBroker: name === interBrokerListenerName,
  }));
}

/** What clients are told to connect to: as configured, with the machine's name and the bound port filled in. */
export function advertisedEndpoints(
  advertised: readonly ConfiguredListener[],
  bound: readonly BoundListener[],
  hostName: string,
): Endpoint[] {
  return advertised.map(({ name, host, port, protocol }) => ({
    name,
    host: host === "" ? hostName : host,
    port: port === 0 ? bound.find((listener) => listener.name === name)?.port ?? 0 : port,
    securityProtocol: securityProtocolCode(protocol),
  }));
}

export function connectionLimits(config: BrokerConfig): Partial<ConnectionLimits> {
  const queuedMaxBytes = config.number("queued.max.request.bytes");
  return {
    maxRequestBytes: config.get("socket.request.max.bytes"),
    maxConnections: config.get("max.connections"),
    maxConnectionsPerIp: config.get("max.connections.per.ip"),
    maxConnectionsPerIpOverrides: perIpOverrides(config.get("max.connections.per.ip.overrides")),
    maxIdleMs: config.number("connections.max.idle.ms"),
    listenBacklog: config.get("socket.listen.backlog.size"),
    ...(queuedMaxBytes > 0 && { maxHeldBytes: queuedMaxBytes }),
  };
}

/** `host:limit,host:limit`. */
function perIpOverrides(text: string): Map<string, number> {
  const overrides = new Map<string, number>();
  for (const entry of text.split(",").map((it) => it.trim()).filter((it) => it !== "")) {
    const colon = entry.lastIndexOf(":");
    overrides.set(entry.slice(0, colon).trim(), Number(entry.slice(colon + 1)));
  }
  return overrides;
}

export function groupConfig(config: BrokerConfig): GroupConfig {
  return {
    minSessionTimeoutMs: config.get("group.min.session.timeout.ms"),
    maxSessionTimeoutMs: config.get("group.max.session.timeout.ms"),
    initialRebalanceDelayMs: config.get("group.initial.rebalance.delay.ms"),
    maxSize: config.get("group.max.size"),
    offsetMetadataMaxBytes: config.get("offset.metadata.max.bytes"),
    offsetsRetentionMs: config.get("offsets.retention.minutes") * MS_PER_MINUTE,
    offsetsRetentionCheckIntervalMs: config.number("offsets.retention.check.interval.ms"),
    offsetsCommitTimeoutMs: config.get("offsets.commit.timeout.ms"),
    offsetsCompression: codecById(config.get("offsets.topic.compression.codec")).name,
  };
}
