/** kafka-log-dirs: how much each partition takes in the directories of the brokers. */
import type { ClusterClient } from "../client/cluster_client.ts";
import { type DescribedLogDir, describeLogDirs } from "../client/admin/log_dirs.ts";
import { splitList } from "../config/split_list.ts";
import { exceptionName } from "../protocol/errors.ts";
import { clusterOptions, commandSettings, named, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import { OptionError } from "./options/option_error.ts";
import type { ToolOutput } from "./output/tool_output.ts";

export const kafkaLogDirs = flagTool({
  name: "kafka-log-dirs",
  purpose: "This tool shows what the brokers' log directories hold, and how large it is.",
  flags: {
    "bootstrap-server": {
      value: "The server(s) to use for bootstrapping",
      required: true,
      help: "Where to find the cluster: host:port, several separated by commas.",
    },
    "command-config": {
      value: "Admin client property file",
      help: "Properties file with settings of the admin client.",
    },
    "describe": { help: "Describe the log directories." },
    "topic-list": {
      value: "Topic list",
      help: "Only these topics, separated by commas; all of them if not given.",
    },
    "broker-list": {
      value: "Broker list",
      help: "Only these brokers, ids separated by commas; all of them if not given.",
    },
  },
  lists: "always",
  usageAfterParserErrors: false,
  async run(options, { runtime, output }) {
    options.require("bootstrap-server", "describe");
    const settings = await commandSettings(runtime, options.value("command-config"));
    const connection = clusterOptions(options.value("bootstrap-server")!, settings);
    const cluster = await openCluster(runtime, output, connection);
    try {
      const existing = (await named("listNodes", cluster.nodes())).map(({ id }) => id);
      const asked = splitList(options.value("broker-list") ?? "").map(parseBroker);
      const missing = [...new Set(asked)].filter((id) => !existing.includes(id));
      if (missing.length > 0) {
        output.errorLine(
          `ERROR: The given brokers do not exist from --broker-list: ${missing.join(",")}. ` +
            `Current existent brokers: ${existing.join(",")}`,
        );
        return 1;
      }
      const brokers = asked.length > 0 ? [...new Set(asked)].sort((a, b) => a - b) : existing;
      await printLogDirs(cluster, output, brokers, splitList(options.value("topic-list") ?? ""));
      return 0;
    } catch (error) {
      output.errorLine(errorText(error));
      return 1;
    } finally {
      cluster.close();
    }
  },
});

/** @throws {OptionError} */
function parseBroker(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new OptionError(`For input string: "${text}"`);
  return Number(text);
}

async function printLogDirs(
  cluster: ClusterClient,
  output: ToolOutput,
  brokers: readonly number[],
  topics: readonly string[],
): Promise<void> {
  output.line("Querying brokers for log directories information");
  const directories = await named(
    "describeLogDirs",
    Promise.all(brokers.map((broker) => describeLogDirs(cluster, broker))),
  );
  output.line(`Received log directory information from brokers ${brokers.join(",")}`);
  const isMeant = (topic: string) => topics.length === 0 || topics.includes(topic);
  const document = {
    brokers: brokers.map((broker, i) => ({
      broker,
      logDirs: directories[i].map((directory) => logDirJson(directory, isMeant)),
    })),
    version: 1,
  };
  output.report(document, `${JSON.stringify(document)}\n`);
}

function logDirJson(
  { path, error, partitions }: DescribedLogDir,
  isMeant: (topic: string) => boolean,
): unknown {
  return {
    partitions: partitions.filter(({ topic }) => isMeant(topic)).map((held) => ({
      partition: `${held.topic}-${held.partition}`,
      size: Number(held.sizeBytes),
      offsetLag: Number(held.offsetLag),
      isFuture: held.isFuture,
    })),
    error: error === null ? null : `org.apache.kafka.common.errors.${exceptionName(error.code)}`,
    logDir: path,
  };
}
