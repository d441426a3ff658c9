/** kafka-verifiable-consumer: consumes a topic, and tells of everything that happens as lines of JSON. */
import type { Assignor } from "../client/group/assignor.ts";
import { cooperativeStickyAssignor } from "../client/group/cooperative_sticky_assignor.ts";
import { rangeAssignor } from "../client/group/range_assignor.ts";
import { roundRobinAssignor } from "../client/group/round_robin_assignor.ts";
import type { ConsumerRecord } from "../client/fetched_partition.ts";
import { GroupConsumer } from "../client/group_consumer.ts";
import { partitionKey, type TopicPartition } from "../client/topic_partition.ts";
import { argumentTool, type ArgumentToolContext, command } from "./argument_tool.ts";
import { ClientSettings, readPropertiesAt } from "./client_settings.ts";
import { clusterOptions, openCluster } from "./cluster.ts";
import { groupOptions } from "./console_consumer/consumer_settings.ts";
import { errorText } from "./error_text.ts";
import { JsonEvents } from "./output/json_events.ts";
import { OptionError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { endSignal } from "./signals.ts";
import {
  VERIFIABLE_CONSUMER_FLAGS,
  type VerifiableConsumerFlag,
} from "./verifiable_consumer/flags.ts";

const HELP = "This tool consumes a topic, and prints a line of JSON for whatever happens: " +
  "rebalances, records, commits.";
const ASSIGNORS: Readonly<Record<string, Assignor>> = {
  RangeAssignor: rangeAssignor,
  RoundRobinAssignor: roundRobinAssignor,
  CooperativeStickyAssignor: cooperativeStickyAssignor,
};
const CLASS_PREFIX = "org.apache.kafka.clients.consumer.";
const POLL_MS = 100;

export const kafkaVerifiableConsumer = argumentTool({
  name: "kafka-verifiable-consumer",
  program: "verifiable-consumer",
  description: HELP,
  helpExitCode: 1,
  helpsWithoutArguments: true,
  commands: command({
    help: HELP,
    flags: VERIFIABLE_CONSUMER_FLAGS,
    exclusive: [{ flags: ["bootstrap-server", "broker-list"], required: true }],
    run: consume,
  }),
});

async function consume(
  options: ParsedOptions<VerifiableConsumerFlag>,
  { runtime, output }: ArgumentToolContext,
): Promise<number> {
  const settings = await consumerSettings(options, runtime);
  const servers = options.value("bootstrap-server") ?? options.value("broker-list")!;
  const assignor = assignorOf(options.value("assignment-strategy"));
  const maxMessages = options.number("max-messages") ?? -1;
  const topic = options.value("topic")!;
  const kept = { topics: topic, groupId: options.value("group-id")!, isNamed: true };
  const joining = groupOptions(settings, { kind: "group", ...kept });
  const cluster = await openCluster(runtime, output, clusterOptions(servers, settings));
  const events = new JsonEvents(output, runtime.clock);
  const consumer = new GroupConsumer(cluster, {
    ...joining,
    assignors: [assignor],
    listener: {
      assigned: (partitions) => events.print("partitions_assigned", namesOf(partitions)),
      revoked: (partitions) => events.print("partitions_revoked", namesOf(partitions)),
    },
  });
  const reader = new VerifiableReader(events, consumer, {
    maxMessages: maxMessages < 0 ? Infinity : maxMessages,
    isVerbose: options.has("verbose"),
    autoCommits: options.has("enable-autocommit"),
  });
  let exitCode = 0;
  endSignal(runtime.process).then((code) => {
    exitCode = code;
    events.print("shutdown_requested");
    reader.stop();
  });
  try {
    await reader.run();
  } finally {
    await consumer.close().catch(() => {});
    cluster.close();
    events.print("shutdown_complete");
    if (exitCode === 0) events.print("shutdown_requested");
  }
  return exitCode;
}

/** @throws {ConfigError | OptionError} */
async function consumerSettings(
  options: ParsedOptions<VerifiableConsumerFlag>,
  runtime: ArgumentToolContext["runtime"],
): Promise<ClientSettings> {
  const protocol = options.value("group-protocol") ?? "classic";
  if (!["classic", "consumer"].includes(protocol.toLowerCase())) {
    throw new OptionError(
      `No enum constant ${CLASS_PREFIX}GroupProtocol.${protocol.toUpperCase()}`,
    );
  }
  const path = options.value("command-config") ?? options.value("consumer.config");
  const texts = new Map(path === undefined ? [] : await readPropertiesAt(runtime, path));
  texts.set("auto.offset.reset", options.value("reset-policy") ?? "earliest");
  texts.set("enable.auto.commit", String(options.has("enable-autocommit")));
  const instanceId = options.value("group-instance-id");
  if (instanceId !== undefined) texts.set("group.instance.id", instanceId);
  const sessionTimeoutMs = options.number("session-timeout");
  if (sessionTimeoutMs !== undefined) texts.set("session.timeout.ms", String(sessionTimeoutMs));
  return new ClientSettings(texts);
}

/** @throws {OptionError} */
function assignorOf(className = "RangeAssignor"): Assignor {
  const assignor = ASSIGNORS[className.replace(CLASS_PREFIX, "")];
  if (assignor === undefined) throw new OptionError(`There is no assignor ${className}`);
  return assignor;
}

function namesOf(partitions: readonly TopicPartition[]) {
  return { partitions: partitions.map(({ topic, partition }) => ({ topic, partition })) };
}

interface ReaderOptions {
  readonly maxMessages: number;
  readonly isVerbose: boolean;
  readonly autoCommits: boolean;
}

class VerifiableReader {
  readonly #events: JsonEvents;
  readonly #consumer: GroupConsumer;
  readonly #options: ReaderOptions;
  #left: number;
  #isStopped = false;

  constructor(events: JsonEvents, consumer: GroupConsumer, options: ReaderOptions) {
    this.#events = events;
    this.#consumer = consumer;
    this.#options = options;
    this.#left = options.maxMessages;
  }

  stop(): void {
    this.#isStopped = true;
    this.#consumer.consumer.wakeUp();
  }

  async run(): Promise<void> {
    this.#events.print("startup_complete");
    while (this.#left > 0 && !this.#isStopped) {
      const records = await this.#consumer.poll(POLL_MS);
      if (records.length === 0) continue;
      const offsets = this.#tell(records);
      if (!this.#options.autoCommits) await this.#commit(offsets);
    }
  }

  /** Prints what came, up to the limit; returns where each partition goes on. */
  #tell(records: readonly ConsumerRecord[]) {
    const partitions = [];
    for (const all of Map.groupBy(records, partitionKey).values()) {
      const taken = all.slice(0, Math.min(all.length, this.#left));
      if (taken.length === 0) continue;
      this.#left -= taken.length;
      const { topic, partition } = taken[0];
      const minOffset = taken[0].offset;
      const maxOffset = taken[taken.length - 1].offset;
      partitions.push({ topic, partition, count: taken.length, minOffset, maxOffset });
      if (this.#options.isVerbose) taken.forEach((record) => this.#tellOf(record));
    }
    this.#events.print("records_consumed", { count: records.length, partitions });
    return partitions.map(({ topic, partition, maxOffset }) => ({
      topic,
      partition,
      offset: maxOffset + 1n,
    }));
  }

  #tellOf({ key, value, topic, partition, offset }: ConsumerRecord): void {
    const text = (bytes: Uint8Array | null) =>
      bytes === null ? null : new TextDecoder().decode(bytes);
    this.#events.print("record_data", {
      key: text(key),
      value: text(value),
      topic,
      partition,
      offset,
    });
  }

  async #commit(offsets: readonly (TopicPartition & { readonly offset: bigint })[]): Promise<void> {
    try {
      await this.#consumer.commit(offsets);
      this.#events.print("offsets_committed", { offsets, success: true });
    } catch (error) {
      const why = errorText(error);
      this.#events.print("offsets_committed", { offsets, error: why, success: false });
    }
  }
}
