/** kafka-consumer-perf-test: how many records a second a consumer gets. */
import { GroupConsumer, type GroupConsumerOptions } from "../client/group_consumer.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { ClientSettings, keyValues, readPropertiesAt } from "./client_settings.ts";
import { clusterOptions, openCluster } from "./cluster.ts";
import { groupOptions } from "./console_consumer/consumer_settings.ts";
import { dateFormat } from "./consumer_perf/date_format.ts";
import { CONSUMER_PERF_FLAGS, type ConsumerPerfFlag } from "./consumer_perf/flags.ts";
import { measureConsumer, RebalanceTimer } from "./consumer_perf/measure_consumer.ts";
import {
  consumerMetrics,
  PROGRESS_HEADER,
  TOTAL_HEADER,
  totalLine,
} from "./consumer_perf/statistics.ts";
import { flagTool } from "./flag_tool.ts";
import { metricsTable } from "./output/metrics_table.ts";
import { OptionError, UsageError } from "./options/option_error.ts";
import { Progress } from "./output/progress.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";

const DEFAULT_FETCH_BYTES = 1048576;
const DEFAULT_TIMEOUT_MS = 10000;
const DEFAULT_INTERVAL_MS = 5000;
const GENERATED_GROUPS = 100000;

export const kafkaConsumerPerfTest = flagTool({
  name: "kafka-consumer-perf-test",
  purpose: "This tool measures how fast records are read.",
  flags: CONSUMER_PERF_FLAGS,
  usageAfterParserErrors: true,
  async run(options, { runtime, output }) {
    checkFlags(options);
    const records = options.number("num-records") ?? options.number("messages")!;
    const intervalMs = options.number("reporting-interval") ?? DEFAULT_INTERVAL_MS;
    if (intervalMs <= 0) throw new OptionError("Reporting interval must be greater than 0.");
    const timeoutMs = options.number("timeout") ?? DEFAULT_TIMEOUT_MS;
    const formatTime = dateFormat(options.value("date-format") ?? "yyyy-MM-dd HH:mm:ss:SSS");
    const settings = await consumerSettings(options, runtime);
    const isDetailed = options.has("show-detailed-stats");
    if (!options.has("hide-header")) output.line(isDetailed ? PROGRESS_HEADER : TOTAL_HEADER);
    const servers = options.value("bootstrap-server") ?? options.value("broker-list")!;
    const cluster = await openCluster(runtime, output, clusterOptions(servers, settings));
    const rebalances = new RebalanceTimer(runtime.clock);
    const consumer = new GroupConsumer(cluster, {
      ...groupConsumerOptions(options, settings, runtime),
      listener: rebalances.listener,
    });
    const bar = new Progress(runtime, { what: "Consuming records", total: records });
    try {
      const total = await measureConsumer(runtime.clock, consumer, rebalances, {
        records,
        timeoutMs,
        intervalMs,
        progress: (line) => isDetailed && output.line(line),
        consumed: (count) => bar.add(count),
        formatTime,
      });
      bar.end();
      if (total.records < records) {
        output.line(
          "WARNING: Exiting before consuming the expected number of records: timeout " +
            `(${timeoutMs} ms) exceeded. You can use the --timeout option to increase the timeout.`,
        );
      }
      if (!isDetailed) output.line(totalLine(total, formatTime));
      if (options.has("print-metrics")) {
        output.write(metricsTable(consumerMetrics(total, settings.text("client.id")!)));
      }
      return 0;
    } finally {
      bar.end();
      await consumer.close().catch(() => {});
      cluster.close();
    }
  },
});

/** @throws {UsageError} Where flags are missing or contradict each other. */
function checkFlags(options: ParsedOptions<ConsumerPerfFlag>): void {
  exactlyOne(options, "messages", "num-records");
  exactlyOne(options, "topic", "include");
  if (!options.has("broker-list")) options.require("bootstrap-server");
}

function exactlyOne(
  options: ParsedOptions<ConsumerPerfFlag>,
  ...flags: readonly ConsumerPerfFlag[]
): void {
  if (flags.filter((flag) => options.has(flag)).length === 1) return;
  const names = flags.map((flag) => `[${flag}]`).join(", ");
  throw new UsageError(`Exactly one of the following arguments is required: ${names}`);
}

/** @throws {ConfigError} */
async function consumerSettings(
  options: ParsedOptions<ConsumerPerfFlag>,
  runtime: Runtime,
): Promise<ClientSettings> {
  const path = options.value("command-config") ?? options.value("consumer.config");
  const texts = new Map(path === undefined ? [] : await readPropertiesAt(runtime, path));
  for (const [key, text] of keyValues(options.values("command-property"))) texts.set(key, text);
  if (!texts.has("client.id")) texts.set("client.id", "perf-consumer-client");
  texts.set("auto.offset.reset", options.has("from-latest") ? "latest" : "earliest");
  texts.set("check.crcs", "false");
  const fetchBytes = options.number("fetch-size") ?? DEFAULT_FETCH_BYTES;
  texts.set("max.partition.fetch.bytes", String(fetchBytes));
  return new ClientSettings(texts);
}

/** @throws {UsageError} For topics that are no regular expression. */
function groupConsumerOptions(
  options: ParsedOptions<ConsumerPerfFlag>,
  settings: ClientSettings,
  runtime: Runtime,
): GroupConsumerOptions {
  const topic = options.value("topic");
  const groupId = options.value("group") ??
    `perf-consumer-${runtime.random.below(GENERATED_GROUPS)}`;
  const topics = topic ?? pattern(options.value("include")!);
  return groupOptions(settings, { kind: "group", topics, groupId, isNamed: true });
}

function pattern(text: string): RegExp {
  try {
    return new RegExp(`^(?:${text})$`);
  } catch {
    throw new UsageError(`${text} is an invalid regex.`);
  }
}
