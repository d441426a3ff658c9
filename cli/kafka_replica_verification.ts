/** kafka-replica-verification: compares what the replicas of partitions hold. */
import type { ClusterClient } from "../client/cluster_client.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { ClientSettings } from "./client_settings.ts";
import { clusterOptions, openCluster } from "./cluster.ts";
import { dateFormat } from "./consumer_perf/date_format.ts";
import { flagTool } from "./flag_tool.ts";
import { OptionError, UsageError } from "./options/option_error.ts";
import { withProgress } from "./output/progress.ts";
import type { ToolOutput } from "./output/tool_output.ts";
import { ReplicaComparison } from "./replica_verification/compare_replicas.ts";
import { endSignal } from "./signals.ts";
import { allTopics } from "./topics/find_topics.ts";

const LOGGER = "org.apache.kafka.tools.ReplicaVerificationTool";
const DEFAULT_REPORT_MS = 30000;
const DEFAULT_WAIT_MS = 1000;
const DEFAULT_FETCH_BYTES = 1048576;

export const kafkaReplicaVerification = flagTool({
  name: "kafka-replica-verification",
  purpose: "Validates that all replicas of the topics hold the same records.",
  flags: {
    "broker-list": {
      value: "hostname:port,...,hostname:port",
      required: true,
      help: "Where to find the cluster: host:port, several separated by commas.",
    },
    "bootstrap-server": {
      value: "hostname:port,...,hostname:port",
      help: "The same as --broker-list.",
      hidden: true,
    },
    "fetch-size": {
      value: "bytes",
      type: "Integer",
      help: "Most bytes of one answer of a replica. (default: 1048576)",
    },
    "max-wait-ms": {
      value: "ms",
      type: "Integer",
      help: "How long a replica may wait for new records. (default: 1000)",
    },
    "topics-include": {
      value: "Java regex (String)",
      help: "A regular expression for the topics. (default: .*)",
    },
    // Of Kafka 3.
    "topic-white-list": {
      value: "Java regex (String)",
      help: "Old name of --topics-include.",
      hidden: true,
    },
    "time": {
      value: "timestamp/-1(latest)/-2(earliest)",
      type: "Long",
      help: "From where on to compare: -1 for the end, -2 for the beginning, or a time in " +
        "milliseconds. (default: -1)",
    },
    "report-interval-ms": {
      value: "ms",
      type: "Long",
      help: "Time between reports. (default: 30000)",
    },
  },
  usageAfterParserErrors: false,
  async run(options, { runtime, output }) {
    const servers = options.value("broker-list") ?? options.value("bootstrap-server");
    if (servers === undefined) options.require("broker-list");
    if (!servers!.split(",").every((server) => /:\d+$/.test(server.trim()))) {
      throw new UsageError("Please provide valid host:port like host1:9091,host2:9092\n");
    }
    const isMeant = topicPattern(
      options.value("topics-include") ?? options.value("topic-white-list") ?? ".*",
    );
    const settings = new ClientSettings(new Map());
    const cluster = await openCluster(runtime, output, clusterOptions(servers!, settings));
    try {
      const topics = (await allTopics(cluster)).filter(({ name }) => isMeant(name));
      if (topics.length === 0) {
        output.log(
          "error",
          "No topics found. [topics-include] if specified, is either filtering out all topics or " +
            "there is no topic.",
          LOGGER,
        );
        return 1;
      }
      const comparison = await ReplicaComparison.start(cluster, topics, {
        time: options.bigint("time") ?? -1n,
        fetchBytes: options.number("fetch-size") ?? DEFAULT_FETCH_BYTES,
        maxWaitMs: options.number("max-wait-ms") ?? DEFAULT_WAIT_MS,
        differs: (text) => output.line(text),
      });
      const reportMs = options.number("report-interval-ms") ?? DEFAULT_REPORT_MS;
      return await verify(runtime, cluster, output, comparison, reportMs);
    } finally {
      cluster.close();
    }
  },
});

/** @throws {OptionError} */
function topicPattern(text: string): (topic: string) => boolean {
  const pattern = text.trim().replaceAll(",", "|").replaceAll(" ", "");
  try {
    const regex = new RegExp(`^(?:${pattern})$`);
    return (topic) => regex.test(topic);
  } catch {
    throw new OptionError(`${pattern} is an invalid regex`);
  }
}

/** Until the process is told to end. */
async function verify(
  runtime: Runtime,
  cluster: ClusterClient,
  output: ToolOutput,
  comparison: ReplicaComparison,
  reportMs: number,
): Promise<number> {
  const { clock, process } = runtime;
  const formatTime = dateFormat("yyyy-MM-dd HH:mm:ss,SSS");
  let exitCode: number | null = null;
  const told = endSignal(process).then((code) => {
    exitCode = code;
    cluster.close();
  });
  output.line(`${formatTime(clock.now())}: verification process is started`);
  let reportedMs = clock.monotonic();
  return await withProgress(runtime, { what: "Comparing records" }, async (progress) => {
    while (exitCode === null) {
      await Promise.race([comparison.round().catch(ignoreAfter(() => exitCode !== null)), told]);
      if (exitCode !== null) break;
      progress.done = comparison.compared;
      if (clock.monotonic() - reportedMs < reportMs) continue;
      reportedMs = clock.monotonic();
      const { lag, partition, offset, partitions } = comparison.worst();
      output.line(
        `${formatTime(clock.now())}: max lag is ${lag} for partition ${partition} at offset ` +
          `${offset} among ${partitions} partitions`,
      );
    }
    return exitCode;
  });
}

/** Connections end with the process. */
function ignoreAfter(isOver: () => boolean): (error: unknown) => void {
  return (error) => {
    if (!isOver()) throw error;
  };
}
