/** kafka-broker-api-versions: which APIs, in which versions, each broker has; a health check for many. */
import type { ClusterClient } from "../client/cluster_client.ts";
import type { Node } from "../client/cluster_metadata.ts";
import { ConnectionError } from "../client/errors.ts";
import { ApiError } from "../protocol/errors.ts";
import { NODE_API_COLUMNS, type NodeApi, nodeApis } from "./broker_api_versions/node_apis.ts";
import { clusterOptions, commandSettings, openCluster } from "./cluster.ts";
import { errorText } from "./error_text.ts";
import { flagTool } from "./flag_tool.ts";
import type { Column } from "./output/listing.ts";
import type { ToolOutput } from "./output/tool_output.ts";

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
  lists: "always",
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
      const answers = [];
      for (const node of nodes.sort((a, b) => a.id - b.id)) {
        const answer = await askNode(cluster, node);
        if (!output.isJson) tell(output, answer);
        answers.push(answer);
      }
      output.json(answers);
      return 0;
    } finally {
      cluster.close();
    }
  },
});

type Answer = Pick<Node, "id" | "host" | "port" | "rack"> & {
  readonly apis: readonly NodeApi[] | null;
  /** Null if there are APIs. */
  readonly error: string | null;
};

async function askNode(
  cluster: ClusterClient,
  { id, host, port, rack }: Node,
): Promise<Answer> {
  try {
    const apis = nodeApis(await cluster.node(id));
    return { id, host, port, rack, apis, error: null };
  } catch (error) {
    if (!(error instanceof ConnectionError || error instanceof ApiError)) throw error;
    return { id, host, port, rack, apis: null, error: errorText(error) };
  }
}

function tell(output: ToolOutput, { id, host, port, rack, apis, error }: Answer): void {
  const name = `${host}:${port} (id: ${id} rack: ${rack} isFenced: false)`;
  if (apis === null) return output.line(`${name} -> ERROR: ${error}`);
  const kafka = (columns: readonly Column<NodeApi>[]) => {
    const lines = apis.map((api) => `\t${columns.flatMap(({ of }) => of(api) ?? []).join(" ")}`);
    return `${name} -> (\n${lines.join(",\n")}\n)\n`;
  };
  if (output.isTerminal) output.heading(name);
  output.show({ columns: NODE_API_COLUMNS, rows: apis, kafka });
}
