/** kafka-producer-perf-test: how many records a second the brokers take, and how long one takes. */
import { Producer } from "../client/producer.ts";
import { ConfigError } from "../config/config_error.ts";
import { argumentTool, type ArgumentToolContext, command } from "./argument_tool.ts";
import { ClientSettings } from "./client_settings.ts";
import { clusterOptions, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import type { Clock, Runtime } from "../runtime/runtime.ts";
import type { ToolOutput } from "./output/tool_output.ts";
import { metricsTable } from "./output/metrics_table.ts";
import { Progress } from "./output/progress.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { PRODUCER_PERF_FLAGS, type ProducerPerfFlag } from "./producer_perf/flags.ts";
import { parseLoad } from "./producer_perf/load.ts";
import {
  countedPayloads,
  filePayloads,
  type Payloads,
  randomPayloads,
} from "./producer_perf/payloads.ts";
import { LoadSender } from "./producer_perf/send_records.ts";
import { loadProducerOptions, producerTexts } from "./producer_perf/settings.ts";
import { ProducerStatistics } from "./producer_perf/statistics.ts";
import { sendFailure } from "./send_failure.ts";
import { endSignal } from "./signals.ts";
import { ThroughputThrottler } from "./throughput_throttler.ts";

const DEFAULT_BUFFER_BYTES = 33554432;
const DEFAULT_MAX_BLOCK_MS = 60000;
const DEFAULT_MAX_REQUEST_BYTES = 1048576;

export const kafkaProducerPerfTest = argumentTool({
  name: "kafka-producer-perf-test",
  description: "This tool measures how fast records are written.",
  helpExitCode: 1,
  helpsWithoutArguments: true,
  commands: command({
    help: "This tool measures how fast records are written.",
    flags: PRODUCER_PERF_FLAGS,
    exclusive: [{
      flags: ["record-size", "payload-file", "payload-monotonic"],
      required: true,
    }],
    run: measure,
  }),
});

async function measure(
  options: ParsedOptions<ProducerPerfFlag>,
  { runtime, output }: ArgumentToolContext,
): Promise<number> {
  const texts = await producerTexts(runtime, options);
  const load = parseLoad(options, texts.has("transactional.id"));
  const settings = new ClientSettings(texts);
  const sending = loadProducerOptions(settings);
  const servers = settings.text("bootstrap.servers");
  if (servers === undefined) {
    throw new ConfigError("No resolvable bootstrap urls given in bootstrap.servers");
  }
  const payloads = await payloadsOf(options, runtime, output);
  if (load.warmupRecords > 0) {
    output.line(
      `Warmup first ${load.warmupRecords} records. Steady state results will print after the ` +
        "complete test summary.",
    );
  }
  const cluster = await openCluster(runtime, output, clusterOptions(servers, settings));
  const producer = new Producer(cluster, sending);
  const { clock } = runtime;
  const statistics = new ProducerStatistics(clock, {
    records: load.records,
    intervalMs: load.intervalMs,
    print: (line) => output.line(line),
  });
  const progress = new Progress(runtime, { what: "Sending records", total: load.records });
  let steady: ProducerStatistics | null = null;
  const sender = new LoadSender(clock, producer, {
    topic: load.topic,
    records: load.records,
    payloads,
    bufferBytes: sending.bufferBytes ?? DEFAULT_BUFFER_BYTES,
    throttler: new ThroughputThrottler(clock, load.throughput),
    between: load.transactionMs === null
      ? undefined
      : transactionsOf(clock, producer, load.transactionMs),
    acknowledged: (index, sentAtMs, bytes) => {
      progress.add();
      statistics.record(sentAtMs, bytes);
      if (load.warmupRecords === 0 || index < load.warmupRecords) return;
      steady ??= new ProducerStatistics(clock, {
        records: load.records - load.warmupRecords,
        intervalMs: Infinity,
        label: " steady state",
        print: (line) => output.line(line),
      });
      steady.record(sentAtMs, bytes);
    },
    failed: (error) => {
      progress.add();
      statistics.fail();
      output.errorLine(errorText(sendFailure(error, { value: null }, {
        topic: load.topic,
        maxBlockMs: sending.maxBlockMs ?? DEFAULT_MAX_BLOCK_MS,
        maxRequestBytes: sending.maxRequestBytes ?? DEFAULT_MAX_REQUEST_BYTES,
        metadata: cluster.metadata,
      })));
    },
  });
  let exitCode = 0;
  endSignal(runtime.process).then((code) => {
    exitCode = code;
    sender.stop();
  });
  try {
    await sender.run();
    if (load.transactionMs === null) await producer.flush();
    else await producer.endTransaction("commit");
    progress.end();
    statistics.printTotal();
    (steady as ProducerStatistics | null)?.printTotal();
    if (options.has("print-metrics")) {
      output.write(metricsTable(statistics.metrics(settings.text("client.id")!, load.topic)));
    }
    return exitCode;
  } finally {
    progress.end();
    await producer.close();
    cluster.close();
  }
}

/** Commits what was sent whenever a transaction is as old as it may get. */
function transactionsOf(
  clock: Clock,
  producer: Producer,
  durationMs: number,
): () => Promise<void> | null {
  let startMs = clock.monotonic();
  return () => {
    if (clock.monotonic() - startMs < durationMs) return null;
    startMs = clock.monotonic();
    return producer.endTransaction("commit");
  };
}

/** @throws {PayloadError | ConfigError} */
async function payloadsOf(
  options: ParsedOptions<ProducerPerfFlag>,
  runtime: Runtime,
  output: ToolOutput,
): Promise<Payloads> {
  const path = options.value("payload-file");
  if (path !== undefined) {
    return await filePayloads(runtime, output, path, options.value("payload-delimiter") ?? "\\n");
  }
  if (options.has("payload-monotonic")) return countedPayloads();
  return randomPayloads(runtime.random, options.number("record-size")!);
}
