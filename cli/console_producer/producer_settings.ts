/** Flags, properties and files of kafka-console-producer as settings of a cluster and a producer. */
import type { ClusterOptions } from "../../client/cluster_client.ts";
import type { ProducerOptions } from "../../client/producer_options.ts";
import { ConfigError, invalidValue } from "../../config/config_error.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { ClientSettings, keyValues, readPropertiesAt } from "../client_settings.ts";
import { clusterOptions } from "../cluster.ts";
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ProducerFlag } from "./flags.ts";

/** Settings with flags of their own, and the flags' defaults; the later flag of two wins. */
const SETTING_FLAGS: readonly [string, ProducerFlag, string?][] = [
  ["batch.size", "batch-size", "16384"],
  ["batch.size", "max-partition-memory-bytes"],
  ["retries", "message-send-max-retries", "3"],
  ["retry.backoff.ms", "retry-backoff-ms", "100"],
  ["linger.ms", "timeout"],
  ["acks", "request-required-acks", "-1"],
  ["request.timeout.ms", "request-timeout-ms", "1500"],
  ["metadata.max.age.ms", "metadata-expiry-ms", "300000"],
  ["max.block.ms", "max-block-ms", "60000"],
  ["buffer.memory", "max-memory-bytes", "33554432"],
];

const COMPRESSIONS = ["none", "gzip", "snappy", "lz4", "zstd"] as const;

/**
 * All settings of the producer: a flag goes before a property, a property before the file, the file before a flag's
 * default.
 *
 * @throws {ConfigError | OptionError}
 */
export async function producerSettings(
  runtime: Runtime,
  options: ParsedOptions<ProducerFlag>,
): Promise<ClientSettings> {
  const file = options.value("command-config") ?? options.value("producer.config");
  const texts = new Map(file === undefined ? [] : await readPropertiesAt(runtime, file));
  const properties = [
    ...options.values("producer-property"),
    ...options.values("command-property"),
  ];
  for (const [key, text] of keyValues(properties)) texts.set(key, text);
  for (const [key, flag, otherwise] of SETTING_FLAGS) {
    const given = options.value(flag);
    if (given !== undefined) {
      if (flag !== "request-required-acks") options.number(flag);
      texts.set(key, given);
    } else if (otherwise !== undefined && !texts.has(key)) texts.set(key, otherwise);
  }
  const codec = options.has("compression-codec")
    ? options.value("compression-codec") ?? "gzip"
    : "none";
  texts.set("compression.type", codec);
  if (!texts.has("client.id")) texts.set("client.id", "console-producer");
  return new ClientSettings(texts);
}

/** Settings of the line reader. @throws {ConfigError} */
export async function readerProperties(
  runtime: Runtime,
  options: ParsedOptions<ProducerFlag>,
): Promise<Map<string, string>> {
  const file = options.value("reader-config");
  const texts = new Map(file === undefined ? [] : await readPropertiesAt(runtime, file));
  const properties = [...options.values("property"), ...options.values("reader-property")];
  for (const [key, text] of keyValues(properties)) texts.set(key, text);
  return texts;
}

/** @throws {UsageError} Without addresses, or for some without a port. */
export function producerCluster(
  options: ParsedOptions<ProducerFlag>,
  settings: ClientSettings,
): ClusterOptions {
  const servers = options.value("bootstrap-server") ?? options.value("broker-list");
  if (servers === undefined) throw new UsageError("Missing required option(s) [bootstrap-server]");
  if (!servers.split(",").every((server) => /:\d+$/.test(server.trim()))) {
    throw new UsageError("Please provide valid host:port like host1:9091,host2:9092");
  }
  return clusterOptions(servers, settings);
}

/** @throws {ConfigError} */
export function producerOptions(settings: ClientSettings): ProducerOptions {
  const acksText = settings.oneOf("acks", ["all", "-1", "0", "1"]) ?? "all";
  const acks = acksText === "all" ? -1 : Number(acksText) as -1 | 0 | 1;
  const idempotence = settings.boolean("enable.idempotence");
  if (idempotence && acks !== -1) {
    throw new ConfigError(
      "Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee " +
        "idempotence.",
      "acks",
    );
  }
  const maxInFlight = settings.number("max.in.flight.requests.per.connection", "INT", 1);
  if (maxInFlight !== undefined && maxInFlight > 5 && idempotence !== false && acks === -1) {
    throw invalidValue(
      "max.in.flight.requests.per.connection",
      maxInFlight,
      "Must be at most 5 to use the idempotent producer",
    );
  }
  return {
    acks,
    idempotence,
    compression: settings.oneOf("compression.type", COMPRESSIONS),
    // Lines that are there at once go together anyway; nobody has to wait for more of them.
    lingerMs: settings.number("linger.ms", "LONG") ?? 0,
    batchBytes: settings.number("batch.size", "INT"),
    maxRequestBytes: settings.number("max.request.size", "INT"),
    bufferBytes: settings.number("buffer.memory", "LONG"),
    maxInFlight,
    requestTimeoutMs: settings.number("request.timeout.ms", "INT"),
    deliveryTimeoutMs: settings.number("delivery.timeout.ms", "INT"),
    maxBlockMs: settings.number("max.block.ms", "LONG"),
    retries: settings.number("retries", "INT"),
    retryBackoffMs: settings.number("retry.backoff.ms", "LONG"),
  };
}
