/** kafka-e2e-latency: how long a record takes from the producer to the consumer, one record at a time. */
import { createTopics } from "../client/admin/topics.ts";
import type { ClusterClient } from "../client/cluster_client.ts";
import type { PartitionMetadata } from "../client/cluster_metadata.ts";
import { Consumer } from "../client/consumer.ts";
import { LATEST, listOffsets } from "../client/list_offsets.ts";
import { Producer } from "../client/producer.ts";
import { retry } from "../client/retry.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Random, Runtime } from "../runtime/runtime.ts";
import { clusterOptions, openCluster } from "./cluster.ts";
import { ClientSettings, readPropertiesAt } from "./client_settings.ts";
import { consumerOptions } from "./console_consumer/consumer_settings.ts";
import { loadProducerOptions } from "./producer_perf/settings.ts";
import { E2E_FLAGS, type E2eFlag, namedArguments } from "./e2e_latency/flags.ts";
import { printLatencies, REPORT_EVERY } from "./e2e_latency/latencies.ts";
import { flagTool } from "./flag_tool.ts";
import { OptionError, UsageError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { withProgress } from "./output/progress.ts";
import { ToolOutput } from "./output/tool_output.ts";
import type { ToolProgram } from "./tool.ts";

const TIMEOUT_MS = 60000;

const namedTool = flagTool({
  name: "kafka-e2e-latency",
  purpose: "This tool measures how long a record takes from the producer to the consumer.",
  flags: E2E_FLAGS,
  usageAfterParserErrors: false,
  async run(options, { runtime, output }) {
    options.require("bootstrap-server", "topic", "num-records", "producer-acks", "record-size");
    const acks = options.value("producer-acks")!;
    if (acks !== "1" && acks !== "all") {
      throw new UsageError(
        "Invalid value for --producer-acks. Latency testing requires synchronous acknowledgement. " +
          "Please use '1' or 'all'.",
      );
    }
    const path = options.value("command-config");
    const texts = new Map(path === undefined ? [] : await readPropertiesAt(runtime, path));
    texts.set("acks", acks).set("linger.ms", "0").set("fetch.max.wait.ms", "0");
    const settings = new ClientSettings(texts);
    const connection = clusterOptions(options.value("bootstrap-server")!, settings);
    const cluster = await openCluster(runtime, output, connection);
    const producer = new Producer(cluster, loadProducerOptions(settings));
    const consumer = new Consumer(cluster, consumerOptions(settings));
    try {
      await measure(runtime, output, options, { cluster, producer, consumer });
      return 0;
    } finally {
      consumer.close();
      await producer.close();
      cluster.close();
    }
  },
});

/** Takes named arguments, or Kafka 3's: values in their order. */
export const kafkaE2eLatency: ToolProgram = {
  name: namedTool.name,
  run(context) {
    try {
      return namedTool.run({ ...context, args: namedArguments(context.args) });
    } catch (error) {
      if (!(error instanceof OptionError)) throw error;
      new ToolOutput(context.runtime).errorLine(error.message);
      return Promise.resolve(1);
    }
  },
};

interface Clients {
  readonly cluster: ClusterClient;
  readonly producer: Producer;
  readonly consumer: Consumer;
}

async function measure(
  runtime: Runtime,
  output: ToolOutput,
  options: ParsedOptions<E2eFlag>,
  { cluster, producer, consumer }: Clients,
): Promise<void> {
  const topic = options.value("topic")!;
  const count = options.number("num-records")!;
  const record = recordSource(runtime.random, options);
  await goToEnd(cluster, consumer, output, topic);
  const latencies: number[] = [];
  await withProgress(runtime, { what: "Sending records", total: count }, async (progress) => {
    for (let i = 0; i < count; i++) {
      const sent = record();
      const startMs = runtime.clock.monotonic();
      await producer.send({ topic, ...sent });
      const received = await consumer.poll(TIMEOUT_MS);
      const latencyMs = runtime.clock.monotonic() - startMs;
      if (received.length !== 1) {
        throw new OptionError(
          received.length === 0
            ? `poll() timed out before finding a result (timeout:[${TIMEOUT_MS}ms])`
            : `Only one result was expected during this test. We found [${received.length}]`,
        );
      }
      if (String(received[0].value) !== String(sent.value)) {
        throw new OptionError("The message read did not match the message sent");
      }
      if (i % REPORT_EVERY === 0) output.line(`${i}\t${latencyMs}`);
      latencies.push(latencyMs);
      progress.add();
    }
  });
  printLatencies(output, latencies);
}

/** Consumes all partitions from their ends on; a topic that is not there is made. */
async function goToEnd(
  cluster: ClusterClient,
  consumer: Consumer,
  output: ToolOutput,
  topic: string,
): Promise<void> {
  await cluster.refresh([topic]);
  if (!cluster.metadata.topics.has(topic)) {
    output.line(
      `Topic "${topic}" does not exist. Will create topic with 1 partition(s) and replication ` +
        "factor = 1",
    );
    const [{ error }] = await createTopics(cluster, [{
      name: topic,
      partitions: 1,
      replicationFactor: 1,
    }]);
    if (error !== null) throw error;
  }
  const partitions = await partitionsOf(cluster, topic);
  const ends = await listOffsets(
    cluster,
    partitions.map(({ partition }) => ({ topic, partition, timestamp: LATEST })),
  );
  consumer.assign(ends);
  for (const end of ends) {
    if (end.error !== null) throw end.error;
    consumer.seek(end, end.offset);
  }
}

/** A broker may hear of a topic later than whoever made it. */
async function partitionsOf(
  cluster: ClusterClient,
  topic: string,
): Promise<readonly PartitionMetadata[]> {
  return await retry(cluster.runtime, `Looking for topic ${topic}`, {}, async () => {
    const { topics } = await cluster.refresh([topic]);
    const partitions = topics.get(topic)?.partitions ?? [];
    if (partitions.length === 0) throw new ApiError(Errors.UNKNOWN_TOPIC_OR_PARTITION);
    return partitions;
  });
}

/** Records of random bytes as the flags want them. */
function recordSource(random: Random, options: ParsedOptions<E2eFlag>) {
  const size = options.number("record-size")!;
  const keySize = options.number("record-key-size") ?? 0;
  const headers = options.number("num-headers") ?? 0;
  const headerKeySize = options.number("record-header-key-size") ?? 0;
  const headerSize = options.number("record-header-size") ?? 0;
  const letters = (length: number) => random.bytes(length).map((byte) => 65 + byte % 26);
  const decoder = new TextDecoder();
  return () => ({
    key: letters(keySize),
    value: letters(size),
    headers: Array.from({ length: headers }, () => ({
      key: decoder.decode(letters(headerKeySize)),
      value: headerSize < 0 ? null : letters(headerSize),
    })),
  });
}
