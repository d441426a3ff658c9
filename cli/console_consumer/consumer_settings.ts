/** Flags, properties and files of kafka-console-consumer as what is to be consumed and how. */
import type { ConsumerOptions } from "../../client/consumer_options.ts";
import type { GroupConsumerOptions } from "../../client/group_consumer.ts";
import { ConfigError } from "../../config/config_error.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { ClientSettings, keyValues, readPropertiesAt } from "../client_settings.ts";
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ConsumerFlag } from "./flags.ts";
import { formatterOf } from "./formatters.ts";
import type { FormatMessage } from "./message_formatter.ts";

/** One partition from a given place on, or topics as a member of a group. */
export type Consumption =
  | {
    readonly kind: "partition";
    readonly topic: string;
    readonly partition: number;
    readonly from: bigint | "earliest" | "latest";
  }
  | {
    readonly kind: "group";
    readonly topics: string | RegExp;
    readonly groupId: string;
    /** Whether the group was named: only then are its offsets committed. */
    readonly isNamed: boolean;
  };

const DEFAULT_FORMATTER = "org.apache.kafka.tools.consumer.DefaultMessageFormatter";
const MAX_OFFSET = 2n ** 63n - 1n;

/**
 * Settings of the consumer as given, and the group's id among them.
 *
 * @throws {UsageError} If group ids contradict each other.
 * @throws {ConfigError} For a file that is missing, or a second opinion on where to begin.
 */
export async function consumerTexts(
  runtime: Runtime,
  options: ParsedOptions<ConsumerFlag>,
): Promise<Map<string, string>> {
  const path = options.value("command-config") ?? options.value("consumer.config");
  const file = path === undefined
    ? new Map<string, string>()
    : await readPropertiesAt(runtime, path);
  const properties = keyValues([
    ...options.values("consumer-property"),
    ...options.values("command-property"),
  ]);
  const groupIds = new Set(
    [options.value("group"), properties.get("group.id"), file.get("group.id")]
      .filter((id) => id !== undefined),
  );
  if (groupIds.size > 1) {
    const detected = [...groupIds].map((id) => `'${id}'`).join(", ");
    throw new UsageError(
      "The group ids provided in different places (directly using '--group', via " +
        "'--consumer-property', or via '--consumer.config') do not match. Detected group ids: " +
        detected,
    );
  }
  const texts = new Map([...file, ...properties]);
  const [groupId] = groupIds;
  if (groupId !== undefined) texts.set("group.id", groupId);
  if (options.has("from-beginning")) {
    const reset = texts.get("auto.offset.reset") ?? "earliest";
    if (reset !== "earliest") {
      throw new ConfigError(
        `Can't simultaneously specify --from-beginning and 'auto.offset.reset=${reset}', ` +
          "please remove one option",
      );
    }
    texts.set("auto.offset.reset", "earliest");
  }
  const isolation = options.value("isolation-level");
  if (isolation !== undefined) texts.set("isolation.level", isolation);
  if (!texts.has("client.id")) texts.set("client.id", "console-consumer");
  return texts;
}

/** @throws {UsageError} Where flags are missing or contradict each other. */
export function checkConsumption(options: ParsedOptions<ConsumerFlag>): void {
  const topics = (["topic", "include", "whitelist"] as const).filter((flag) => options.has(flag));
  if (topics.length !== 1) {
    throw new UsageError("Exactly one of the following arguments is required: [topic], [include]");
  }
  options.require("bootstrap-server");
  if (options.has("partition")) {
    if (!options.has("topic")) {
      throw new UsageError("The topic is required when partition is specified.");
    }
    if (options.has("group")) {
      throw new UsageError("Options group and partition cannot be specified together.");
    }
  }
  if (options.has("offset")) {
    if (!options.has("partition")) {
      throw new UsageError("The partition is required when offset is specified.");
    }
    parseOffset(options.value("offset")!);
    if (options.has("from-beginning")) {
      throw new UsageError("Options from-beginning and offset cannot be specified together.");
    }
  }
}

/**
 * @param groupId of a consumer that names none
 * @throws {ConfigError} For topics that are no regular expression.
 */
export function consumption(
  options: ParsedOptions<ConsumerFlag>,
  settings: ClientSettings,
  groupId: () => string,
): Consumption {
  const partition = options.number("partition");
  if (partition !== undefined) {
    const from = options.has("from-beginning")
      ? "earliest"
      : parseOffset(options.value("offset") ?? "latest");
    return { kind: "partition", topic: options.value("topic")!, partition, from };
  }
  const pattern = options.value("include") ?? options.value("whitelist");
  const named = settings.text("group.id");
  return {
    kind: "group",
    topics: pattern === undefined ? options.value("topic")! : topicPattern(pattern),
    groupId: named ?? groupId(),
    isNamed: named !== undefined,
  };
}

/** Settings of the group's member. @throws {ConfigError} */
export function groupOptions(
  settings: ClientSettings,
  { topics, groupId, isNamed }: Consumption & { readonly kind: "group" },
): GroupConsumerOptions {
  return {
    ...consumerOptions(settings),
    topics: topics instanceof RegExp ? topics : [topics],
    groupId,
    groupInstanceId: settings.text("group.instance.id"),
    sessionTimeoutMs: settings.number("session.timeout.ms", "INT"),
    heartbeatIntervalMs: settings.number("heartbeat.interval.ms", "INT"),
    maxPollIntervalMs: settings.number("max.poll.interval.ms", "INT", 1),
    // Nobody comes back for the offsets of a group with a name by chance.
    autoCommit: settings.boolean("enable.auto.commit") ?? isNamed,
    autoCommitIntervalMs: settings.number("auto.commit.interval.ms", "INT"),
  };
}

/** @throws {ConfigError} */
export function consumerOptions(settings: ClientSettings): ConsumerOptions {
  return {
    offsetReset: settings.oneOf("auto.offset.reset", ["earliest", "latest", "none"]),
    isolation: settings.oneOf("isolation.level", ["read_committed", "read_uncommitted"]),
    fetchMinBytes: settings.number("fetch.min.bytes", "INT"),
    fetchMaxWaitMs: settings.number("fetch.max.wait.ms", "INT"),
    fetchMaxBytes: settings.number("fetch.max.bytes", "INT"),
    maxPartitionBytes: settings.number("max.partition.fetch.bytes", "INT"),
    maxPollRecords: settings.number("max.poll.records", "INT", 1),
    checkCrcs: settings.boolean("check.crcs"),
    rack: settings.text("client.rack"),
    requestTimeoutMs: settings.number("request.timeout.ms", "INT"),
    retryBackoffMs: settings.number("retry.backoff.ms", "LONG"),
  };
}

/**
 * What prints the records.
 *
 * @param unknownClass told of a deserializer that does not exist
 * @throws {UsageError} For a formatter that does not exist.
 */
export async function formatter(
  runtime: Runtime,
  options: ParsedOptions<ConsumerFlag>,
  unknownClass: (className: string) => void,
): Promise<FormatMessage> {
  const className = options.value("formatter") ?? DEFAULT_FORMATTER;
  const make = formatterOf(className);
  if (make === null) throw new UsageError(className);
  const path = options.value("formatter-config");
  const texts = new Map(path === undefined ? [] : await readPropertiesAt(runtime, path));
  const properties = [...options.values("property"), ...options.values("formatter-property")];
  for (const [key, text] of keyValues(properties)) texts.set(key, text);
  for (const part of ["key", "value"] as const) {
    const deserializer = options.value(`${part}-deserializer`);
    if (deserializer !== undefined) texts.set(`${part}.deserializer`, deserializer);
  }
  return make(texts, unknownClass);
}

/** @throws {UsageError} */
function parseOffset(text: string): bigint | "earliest" | "latest" {
  const word = text.toLowerCase();
  if (word === "earliest" || word === "latest") return word;
  const offset = /^\d+$/.test(text) ? BigInt(text) : -1n;
  if (offset >= 0n && offset <= MAX_OFFSET) return offset;
  throw new UsageError(
    `The provided offset value '${text}' is incorrect. Valid values are 'earliest', 'latest', or a ` +
      "non-negative long.",
  );
}

function topicPattern(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    throw new ConfigError(`${text} is an invalid regex.`);
  }
}
