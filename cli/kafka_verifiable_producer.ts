/** kafka-verifiable-producer: sends counted records, and tells of each as a line of JSON. */
import { ClusterClient } from "../client/cluster_client.ts";
import { Producer } from "../client/producer.ts";
import type { RecordMetadata } from "../client/producer_batch.ts";
import { ApiError, exceptionName } from "../protocol/errors.ts";
import type { Clock } from "../runtime/runtime.ts";
import { argumentTool, type ArgumentToolContext, command } from "./argument_tool.ts";
import { ClientSettings, readPropertiesAt } from "./client_settings.ts";
import { clusterOptions, openCluster } from "./cluster.ts";
import { formatDouble } from "./console_consumer/java_numbers.ts";
import { JsonEvents } from "./output/json_events.ts";
import { ArgumentError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { loadProducerOptions } from "./producer_perf/settings.ts";
import { endSignal } from "./signals.ts";
import { ThroughputThrottler } from "./throughput_throttler.ts";
import {
  VERIFIABLE_PRODUCER_FLAGS,
  type VerifiableProducerFlag,
} from "./verifiable_producer/flags.ts";
import { type CountedRecord, countedRecords } from "./verifiable_producer/records.ts";

const HELP = "This tool sends increasing numbers to a topic, and prints a line of JSON for each: " +
  "whether it was acknowledged.";

export const kafkaVerifiableProducer = argumentTool({
  name: "kafka-verifiable-producer",
  program: "verifiable-producer",
  description: HELP,
  helpExitCode: 1,
  helpsWithoutArguments: true,
  commands: command({
    help: HELP,
    flags: VERIFIABLE_PRODUCER_FLAGS,
    exclusive: [{ flags: ["bootstrap-server", "broker-list"], required: true }],
    run: produce,
  }),
});

const ACKS = ["0", "1", "-1"];

async function produce(
  options: ParsedOptions<VerifiableProducerFlag>,
  { runtime, output }: ArgumentToolContext,
): Promise<number> {
  const acks = options.value("acks") ?? "-1";
  if (!ACKS.includes(acks)) {
    throw new ArgumentError(
      `argument --acks: invalid choice: '${acks}' (choose from {${ACKS.join(",")}})`,
    );
  }
  const count = options.number("max-messages") ?? -1;
  const throughput = options.number("throughput") ?? -1;
  const path = options.value("command-config") ?? options.value("producer.config");
  const records = countedRecords(options, runtime.clock);
  const texts = new Map(path === undefined ? [] : await readPropertiesAt(runtime, path));
  texts.set("acks", acks).set("retries", "0");
  const settings = new ClientSettings(texts);
  const servers = options.value("bootstrap-server") ?? options.value("broker-list")!;
  const sending = loadProducerOptions(settings);
  const cluster = await openCluster(runtime, output, clusterOptions(servers, settings));
  const events = new JsonEvents(output, runtime.clock);
  const run = new VerifiableProducer(runtime.clock, cluster, new Producer(cluster, sending), {
    topic: options.value("topic")!,
    count: count < 0 ? Infinity : count,
    throughput,
    records,
    events,
  });
  const told = endSignal(runtime.process).then((code) => {
    run.stop();
    return code;
  });
  const exitCode = await Promise.race([run.sendAll().then(() => 0), told]);
  await run.finish();
  cluster.close();
  return exitCode;
}

interface VerifiableProducerOptions {
  readonly topic: string;
  readonly count: number;
  readonly throughput: number;
  readonly records: (index: number) => CountedRecord;
  readonly events: JsonEvents;
}

class VerifiableProducer {
  readonly #clock: Clock;
  readonly #cluster: ClusterClient;
  readonly #producer: Producer;
  readonly #options: VerifiableProducerOptions;
  readonly #throttler: ThroughputThrottler;
  readonly #startMs: number;
  readonly #unsettled = new Set<CountedRecord>();
  #sent = 0;
  #acked = 0;
  #isStopped = false;

  constructor(
    clock: Clock,
    cluster: ClusterClient,
    producer: Producer,
    options: VerifiableProducerOptions,
  ) {
    this.#clock = clock;
    this.#cluster = cluster;
    this.#producer = producer;
    this.#options = options;
    this.#throttler = new ThroughputThrottler(clock, options.throughput);
    this.#startMs = clock.now();
  }

  stop(): void {
    this.#isStopped = true;
    this.#throttler.stop();
  }

  /** Resolves when all are sent, acknowledged or not. */
  async sendAll(): Promise<void> {
    const { count, records, events, topic } = this.#options;
    events.print("startup_complete");
    for (; this.#sent < count && !this.#isStopped;) {
      const sent = this.#send(records(this.#sent));
      this.#sent++;
      const knows = this.#cluster.metadata.topics.has(topic);
      if (!knows || this.#unsettled.size >= MAX_UNSETTLED) await sent;
      if (this.#throttler.shouldThrottle(this.#sent)) await this.#throttler.throttle();
    }
    await this.#producer.flush();
  }

  /** Ends the producer and tells so. */
  async finish(): Promise<void> {
    const { topic, throughput, events } = this.#options;
    if (this.#cluster.metadata.topics.has(topic)) await this.#producer.close();
    for (const record of this.#unsettled) {
      this.#failed(
        record,
        "org.apache.kafka.common.KafkaException",
        "Producer closed while send in progress",
      );
    }
    events.print("shutdown_complete");
    const seconds = (this.#clock.now() - this.#startMs) / 1000;
    const rate = seconds > 0 ? this.#acked / seconds : 0;
    events.print(
      "tool_data",
      { sent: this.#sent, acked: this.#acked, target_throughput: throughput },
      { avg_throughput: formatDouble(rate) },
    );
  }

  async #send(record: CountedRecord): Promise<void> {
    const { topic } = this.#options;
    this.#unsettled.add(record);
    const encoder = new TextEncoder();
    const { key, value, timestamp } = record;
    try {
      this.#succeeded(
        record,
        await this.#producer.send({
          topic,
          key: key === null ? null : encoder.encode(key),
          value: encoder.encode(value),
          timestamp,
        }),
      );
    } catch (error) {
      if (!this.#unsettled.delete(record)) return;
      const name = error instanceof ApiError
        ? `org.apache.kafka.common.errors.${exceptionName(error.code)}`
        : "org.apache.kafka.common.KafkaException";
      this.#failed(record, name, (error as Error).message);
    }
  }

  #succeeded(record: CountedRecord, { offset, topic, partition }: RecordMetadata): void {
    if (!this.#unsettled.delete(record)) return;
    const { key, value } = record;
    this.#acked++;
    this.#options.events.print("producer_send_success", { key, value, offset, topic, partition });
  }

  #failed({ key, value }: CountedRecord, className: string, message: string): void {
    const { topic, events } = this.#options;
    const exception = `class ${className}`;
    events.print("producer_send_error", { topic, key, value, exception, message });
  }
}

/** Records on their way; more wait. */
const MAX_UNSETTLED = 10000;
