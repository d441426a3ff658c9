/** kafka-broker-api-versions: which APIs, in which versions, each broker has; a health check for many. */
import type { ClusterClient } from "../client/cluster_client.ts";
import type { Node } from "../client/cluster_metadata.ts";
import { ConnectionError } from "../client/errors.ts";
import type { KafkaConnection } from "../client/kafka_connection.ts";
import type { Api } from "../protocol/api.ts";
import { Apis } from "../protocol/apis.ts";
import { ApiError } from "../protocol/errors.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";

/** As long as Kafka's tool waits for an answer, and no longer. */
const TIMEOUT_MS = 5000;

export const kafkaBrokerApiVersions = flagTool({
  name: "kafka-broker-api-versions",
  purpose: "This tool helps to retrieve broker version information.",
  flags: {
    "bootstrap-server": {
      value: "server(s) to use for bootstrapping",
      required: true,
      help: "Where to find the cluster: host:port, several separated by commas.",
    },
    "command-config": {
      value: "command config property file",
      help: "Properties file with settings of the client.",
    },
  },
  usageAfterParserErrors: false,
  async run(options, { runtime, output }) {
    options.require("bootstrap-server");
    const servers = options.value("bootstrap-server")!;
    const settings = await commandSettings(runtime, options.value("command-config"));
    const cluster = await openCluster(runtime, output, {
      ...clusterOptions(servers, settings),
      requestTimeoutMs: TIMEOUT_MS,
      connectTimeoutMs: TIMEOUT_MS,
    });
    try {
      let nodes: Node[];
      try {
        nodes = [...(await cluster.refresh([])).nodes.values()];
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        const brokers = servers.split(",").map((it) => `${it} (id: -1 rack: null isFenced: false)`);
        output.errorLine(`Request METADATA failed on brokers [${brokers.join(", ")}]`);
        return 1;
      }
      for (const node of nodes.sort((a, b) => a.id - b.id)) {
        output.write(await nodeText(cluster, node));
      }
      return 0;
    } finally {
      cluster.close();
    }
  },
});

async function nodeText(cluster: ClusterClient, node: Node): Promise<string> {
  const { id, host, port, rack } = node;
  const name = `${host}:${port} (id: ${id} rack: ${rack} isFenced: false)`;
  try {
    return `${name} -> (\n${apiLines(await cluster.node(id)).join(",\n")}\n)\n`;
  } catch (error) {
    if (!(error instanceof ConnectionError || error instanceof ApiError)) throw error;
    return `${name} -> ERROR: ${errorText(error)}\n`;
  }
}

/** One line for each API that either side knows, by key. */
export function apiLines(connection: Pick<KafkaConnection, "apiVersions">): string[] {
  const known = new Map(
    (Object.values(Apis) as Api[]).filter(({ listeners }) => listeners.includes("broker"))
      .map((api) => [api.key, api]),
  );
  const offered = new Map(
    connection.apiVersions.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [
      apiKey,
      { min: minVersion, max: maxVersion },
    ]),
  );
  const keys = [...new Set([...known.keys(), ...offered.keys()])].sort((a, b) => a - b);
  return keys.map((key) => {
    const api = known.get(key);
    const range = offered.get(key);
    const name = api === undefined ? `UNKNOWN(${key})` : `${api.name}(${key})`;
    if (range === undefined) return `\t${name}: UNSUPPORTED`;
    const { min, max } = range;
    const versions = min === max ? `${min}` : `${min} to ${max}`;
    return `\t${name}: ${versions}${usable(api, min, max)}`;
  });
}

function usable(api: Api | undefined, min: number, max: number): string {
  if (api === undefined) return "";
  if (min > api.versions.max) return " [unusable: node too new]";
  if (max < api.versions.min) return " [unusable: node too old]";
  return ` [usable: ${Math.min(max, api.versions.max)}]`;
}
