/** kafka-transactions: looks at transactions, and ends those that hang. */
import { fenceProducer } from "../client/admin/transactions.ts";
import type { ClusterClient } from "../client/cluster_client.ts";
import { argumentTool, type ArgumentToolContext, command } from "./argument_tool.ts";
import { clusterOptions, commandSettings, named, openCluster } from "./cluster.ts";
import type { Flags } from "./options/flags.ts";
import type { ParsedOptions } from "./options/parsed_options.ts";
import { hangingTransactions } from "./transactions/find_hanging.ts";
import { transaction, transactions } from "./transactions/list.ts";
import { abort, producersIn } from "./transactions/producers.ts";
import { wanted } from "./transactions/transactions_error.ts";

const CONNECTION_FLAGS = {
  "command-config": {
    value: "file",
    help: "Properties file with settings of the admin client.",
  },
  "bootstrap-server": {
    value: "servers",
    required: true,
    help: "Where to find the cluster: host:port, several separated by commas.",
  },
} as const satisfies Flags;

const TOPIC = { value: "topic", required: true, help: "Name of the topic." } as const;
const PARTITION = {
  value: "partition",
  type: "Integer",
  required: true,
  help: "Number of the partition.",
} as const;

const DEFAULT_MAX_TIMEOUT_MINUTES = 15;
const MINUTE_MS = 60_000;

export const kafkaTransactions = argumentTool({
  name: "kafka-transactions",
  program: "kafka-transactions.sh",
  description: "This tool shows the transactions of producers, and helps with those that hang.",
  helpExitCode: 1,
  printsVersion: true,
  flags: CONNECTION_FLAGS,
  commands: {
    "list": command({
      help: "List transactions.",
      lists: true,
      flags: {
        "duration-filter": {
          value: "ms",
          type: "Long",
          help: "Only those that have been running for longer than this. (default: -1)",
        },
        "transactional-id-pattern": {
          value: "regex",
          help: "Only those whose id matches this regular expression as a whole.",
        },
      },
      run: (options, context) =>
        withCluster(options, context, async (cluster) =>
          context.output.list(
            await transactions(
              cluster,
              options.bigint("duration-filter"),
              options.value("transactional-id-pattern"),
            ),
          )),
    }),
    "describe": command({
      help: "Describe the state of one transactional id.",
      lists: true,
      flags: {
        "transactional-id": { value: "id", required: true, help: "The transactional id." },
      },
      run: (options, context) =>
        withCluster(
          options,
          context,
          async (cluster) =>
            context.output.list(await transaction(cluster, options.value("transactional-id")!)),
        ),
    }),
    "describe-producers": command({
      help: "Show the producers that a partition knows.",
      lists: true,
      flags: {
        "broker-id": {
          value: "id",
          type: "Integer",
          help: "Ask this broker; the partition's leader if not given.",
        },
        "topic": TOPIC,
        "partition": PARTITION,
      },
      run(options, context) {
        const partition = options.number("partition")!;
        const brokerId = options.number("broker-id") ?? null;
        const topic = options.value("topic")!;
        return withCluster(
          options,
          context,
          async (cluster) =>
            context.output.list(await producersIn(cluster, { topic, partition }, brokerId)),
        );
      },
    }),
    "abort": command({
      help: "Abort a transaction that hangs, in one partition.",
      flags: {
        "topic": TOPIC,
        "partition": PARTITION,
        "start-offset": {
          value: "offset",
          type: "Long",
          help: "The offset at which the transaction begins.",
        },
        "producer-id": { value: "id", type: "Long", help: "The producer's id." },
        "producer-epoch": { value: "epoch", type: "Integer", help: "The producer's epoch." },
        "coordinator-epoch": {
          value: "epoch",
          type: "Integer",
          help: "The epoch of the transaction's coordinator.",
        },
      },
      run(options, context) {
        const partition = options.number("partition")!;
        const flags = {
          startOffset: options.bigint("start-offset"),
          producerId: options.bigint("producer-id"),
          producerEpoch: options.number("producer-epoch"),
          coordinatorEpoch: options.number("coordinator-epoch"),
        };
        const topic = options.value("topic")!;
        return withCluster(
          options,
          context,
          (cluster) => abort(cluster, { topic, partition }, flags),
        );
      },
    }),
    "find-hanging": command({
      help: "Find transactions that hang.",
      lists: true,
      flags: {
        "broker-id": { value: "id", type: "Integer", help: "Search the replicas of this broker." },
        "max-transaction-timeout": {
          value: "minutes",
          type: "Integer",
          help: "How long a transaction may last: transaction.max.timeout.ms of the brokers. " +
            "(default: 15)",
        },
        "topic": { value: "topic", help: "Search this topic." },
        "partition": {
          value: "partition",
          type: "Integer",
          help: "Search this partition of --topic.",
        },
      },
      run(options, context) {
        const minutes = options.number("max-transaction-timeout") ?? DEFAULT_MAX_TIMEOUT_MINUTES;
        const scope = {
          brokerId: options.number("broker-id"),
          topic: options.value("topic"),
          partition: options.number("partition"),
          maxTimeoutMs: minutes * MINUTE_MS,
        };
        return withCluster(
          options,
          context,
          async (cluster) => context.output.list(await hangingTransactions(cluster, scope)),
        );
      },
    }),
    "forceTerminateTransaction": command({
      help: "End the transaction of a transactional id, and shut its producer out.",
      flags: {
        "transactionalId": { value: "id", required: true, help: "The transactional id." },
      },
      run: (options, context) =>
        withCluster(options, context, async (cluster) => {
          const id = options.value("transactionalId")!;
          await wanted(
            `Failed to force terminate transactionalId \`${id}\``,
            named("fenceProducer", fenceProducer(cluster, id, cluster.options)),
          );
        }),
    }),
  },
});

async function withCluster(
  options: ParsedOptions,
  { runtime, output }: ArgumentToolContext,
  use: (cluster: ClusterClient) => Promise<void>,
): Promise<number> {
  const settings = await commandSettings(runtime, options.value("command-config"));
  const connection = clusterOptions(options.value("bootstrap-server")!, settings);
  const cluster = await openCluster(runtime, output, connection);
  try {
    await use(cluster);
    return 0;
  } finally {
    cluster.close();
  }
}
