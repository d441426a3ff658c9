/** kafka-cluster: the cluster's id, its endpoints, and forgetting a broker that is gone for good. */
import { describeCluster, unregisterBroker } from "../client/admin/cluster.ts";
import type { ClusterClient } from "../client/cluster_client.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import {
  adminSession,
  BOOTSTRAP_CONTROLLER,
  BOOTSTRAP_SERVER,
  COMMAND_CONFIG,
} from "./admin_session.ts";
import { argumentTool, type ArgumentToolContext, command } from "./argument_tool.ts";
import { named } from "./cluster.ts";
import { endpoints } from "./cluster_endpoints.ts";
import { OptionError } from "./options/option_error.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";

const COMMON_FLAGS = {
  "bootstrap-server": { ...BOOTSTRAP_SERVER, short: "b" },
  "bootstrap-controller": { ...BOOTSTRAP_CONTROLLER, short: "C" },
  "command-config": { ...COMMAND_CONFIG, short: "c" },
  "config": { ...COMMAND_CONFIG, hidden: true },
} as const;
const COMMON = {
  exclusive: [{ flags: ["bootstrap-server", "bootstrap-controller"], required: true }],
};

const ADMIN_LOGGER = "org.apache.kafka.clients.admin.KafkaAdminClient";

export const kafkaCluster = argumentTool({
  name: "kafka-cluster",
  description: "The Kafka cluster tool.",
  helpExitCode: 1,
  commands: {
    "cluster-id": command({
      ...COMMON,
      help: "Get information about the ID of a cluster.",
      lists: true,
      flags: COMMON_FLAGS,
      run: (options, context) =>
        session(options, context, async (cluster) => {
          await named("listNodes", cluster.nodes());
          const { clusterId } = cluster.metadata;
          const text = clusterId === null
            ? "No cluster ID found. The Kafka version is probably too old."
            : `Cluster ID: ${clusterId}`;
          context.output.report({ clusterId }, `${text}\n`);
        }),
    }),
    "unregister": command({
      ...COMMON,
      help: "Unregister a broker.",
      flags: {
        ...COMMON_FLAGS,
        "id": {
          value: "id",
          type: "Integer",
          short: "i",
          required: true,
          help: "The broker that the cluster is to forget.",
        },
      },
      run: (options, context) =>
        session(options, context, (cluster) => unregister(cluster, options.number("id")!, context)),
    }),
    "list-endpoints": command({
      ...COMMON,
      help: "List endpoints.",
      lists: true,
      flags: {
        ...COMMON_FLAGS,
        "include-fenced-brokers": { help: "Brokers that serve nobody, too." },
      },
      run: (options, context) =>
        session(options, context, async (cluster) => {
          const type = options.has("bootstrap-controller") ? "controller" : "broker";
          const includeFenced = options.has("include-fenced-brokers");
          if (type === "controller" && includeFenced) {
            throw new OptionError(
              "The option --include-fenced-brokers is only supported with --bootstrap-server option",
            );
          }
          const { nodes } = await named("listNodes", describeCluster(cluster, { includeFenced }));
          context.output.list(endpoints(nodes, type));
        }),
    }),
  },
});

function session(
  options: ParsedOptions<keyof typeof COMMON_FLAGS>,
  context: ArgumentToolContext,
  use: (cluster: ClusterClient) => Promise<void>,
): Promise<number> {
  if (options.has("config") && options.has("command-config")) {
    throw new OptionError("--config and --command-config cannot be specified together.");
  }
  return adminSession(context, {
    servers: options.value("bootstrap-server"),
    controllers: options.value("bootstrap-controller"),
    settings: options.value("command-config") ?? options.value("config"),
  }, async (cluster) => {
    await use(cluster);
    return 0;
  });
}

async function unregister(
  cluster: ClusterClient,
  id: number,
  { output }: ArgumentToolContext,
): Promise<void> {
  try {
    await named("unregisterBroker", unregisterBroker(cluster, id));
    output.line(`Broker ${id} is no longer registered.`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === Errors.UNSUPPORTED_VERSION) {
      output.line("The target cluster does not support the broker unregistration API.");
      return;
    }
    output.log(
      "error",
      `[AdminClient clientId=${cluster.options.clientId}] Unregister broker request for broker ID ` +
        `${id} failed: ${error.message}`,
      ADMIN_LOGGER,
    );
    throw error;
  }
}
