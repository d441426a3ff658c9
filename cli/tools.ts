/** Every tool, by the name it is called by. A tool's modules are loaded when it runs: users wait for its start. */
import type { Tool, ToolProgram } from "./tool.ts";

export const TOOLS: readonly Tool[] = [
  tool(
    "kafka-topics",
    "Create, delete, describe, or change topics",
    async () => (await import("./kafka_topics.ts")).kafkaTopics,
  ),
  tool(
    "kafka-console-producer",
    "Send lines of standard input to a topic",
    async () => (await import("./kafka_console_producer.ts")).kafkaConsoleProducer,
  ),
  tool(
    "kafka-console-consumer",
    "Print the records of topics",
    async () => (await import("./kafka_console_consumer.ts")).kafkaConsoleConsumer,
  ),
  tool(
    "kafka-consumer-groups",
    "List, describe, or delete consumer groups, or reset their offsets",
    async () => (await import("./kafka_consumer_groups.ts")).kafkaConsumerGroups,
  ),
  tool(
    "kafka-configs",
    "Show and change settings of topics, brokers, users, clients, groups",
    async () => (await import("./kafka_configs.ts")).kafkaConfigs,
  ),
  tool(
    "kafka-acls",
    "List, add and remove access control lists",
    async () => (await import("./kafka_acls.ts")).kafkaAcls,
  ),
  tool(
    "kafka-cluster",
    "Show the cluster's id and endpoints, or forget a broker",
    async () => (await import("./kafka_cluster.ts")).kafkaCluster,
  ),
  tool(
    "kafka-features",
    "Show and change the levels of the cluster's features",
    async () => (await import("./kafka_features.ts")).kafkaFeatures,
  ),
  tool(
    "kafka-metadata-quorum",
    "Show the quorum of controllers, or change who belongs to it",
    async () => (await import("./kafka_metadata_quorum.ts")).kafkaMetadataQuorum,
  ),
  tool(
    "kafka-groups",
    "List groups of all types",
    async () => (await import("./kafka_groups.ts")).kafkaGroups,
  ),
  tool(
    "kafka-client-metrics",
    "Show and change which metrics clients are asked for",
    async () => (await import("./kafka_client_metrics.ts")).kafkaClientMetrics,
  ),
  tool(
    "kafka-delegation-tokens",
    "Create, renew, expire and show delegation tokens",
    async () => (await import("./kafka_delegation_tokens.ts")).kafkaDelegationTokens,
  ),
  tool(
    "kafka-broker-api-versions",
    "Show which API versions the brokers know",
    async () => (await import("./kafka_broker_api_versions.ts")).kafkaBrokerApiVersions,
  ),
  tool(
    "kafka-get-offsets",
    "Show the offsets of topics' partitions",
    async () => (await import("./kafka_get_offsets.ts")).kafkaGetOffsets,
  ),
  tool(
    "kafka-log-dirs",
    "Show what is in the brokers' log directories",
    async () => (await import("./kafka_log_dirs.ts")).kafkaLogDirs,
  ),
  tool(
    "kafka-delete-records",
    "Delete records before given offsets",
    async () => (await import("./kafka_delete_records.ts")).kafkaDeleteRecords,
  ),
  tool(
    "kafka-producer-perf-test",
    "Measure how fast records are written",
    async () => (await import("./kafka_producer_perf_test.ts")).kafkaProducerPerfTest,
  ),
  tool(
    "kafka-consumer-perf-test",
    "Measure how fast records are read",
    async () => (await import("./kafka_consumer_perf_test.ts")).kafkaConsumerPerfTest,
  ),
  tool(
    "kafka-verifiable-producer",
    "Send numbers and print what becomes of them as JSON",
    async () => (await import("./kafka_verifiable_producer.ts")).kafkaVerifiableProducer,
  ),
  tool(
    "kafka-verifiable-consumer",
    "Consume a topic and print what happens as JSON",
    async () => (await import("./kafka_verifiable_consumer.ts")).kafkaVerifiableConsumer,
  ),
  tool(
    "kafka-e2e-latency",
    "Measure how long a record takes from producer to consumer",
    async () => (await import("./kafka_e2e_latency.ts")).kafkaE2eLatency,
  ),
  tool(
    "kafka-leader-election",
    "Give partitions the leaders they should have",
    async () => (await import("./kafka_leader_election.ts")).kafkaLeaderElection,
  ),
  tool(
    "kafka-reassign-partitions",
    "Move partitions between brokers",
    async () => (await import("./kafka_reassign_partitions.ts")).kafkaReassignPartitions,
  ),
  tool(
    "kafka-transactions",
    "Show transactions and end those that hang",
    async () => (await import("./kafka_transactions.ts")).kafkaTransactions,
  ),
  tool(
    "kafka-streams-application-reset",
    "Make a Streams application start over",
    async () => (await import("./kafka_streams_application_reset.ts")).kafkaStreamsApplicationReset,
  ),
  tool(
    "kafka-replica-verification",
    "Compare what the replicas of partitions hold",
    async () => (await import("./kafka_replica_verification.ts")).kafkaReplicaVerification,
  ),
  tool(
    "kafka-metadata-shell",
    "Look around in the metadata of a cluster",
    async () => (await import("./kafka_metadata_shell.ts")).kafkaMetadataShell,
  ),
  tool(
    "kafka-share-groups",
    "List, describe, reset and delete share groups",
    async () => (await import("./kafka_share_groups.ts")).kafkaShareGroups,
  ),
  tool(
    "kafka-streams-groups",
    "List, describe, reset and delete streams groups",
    async () => (await import("./kafka_streams_groups.ts")).kafkaStreamsGroups,
  ),
  tool(
    "kafka-console-share-consumer",
    "Print the records of a topic, as a member of a share group",
    async () => (await import("./kafka_console_share_consumer.ts")).kafkaConsoleShareConsumer,
  ),
  tool(
    "kafka-storage",
    "Format a node's directories, or show how they are formatted",
    async () => (await import("./kafka_storage.ts")).kafkaStorage,
  ),
  tool(
    "kafka-dump-log",
    "Show what is in segments, indexes and snapshots",
    async () => (await import("./kafka_dump_log.ts")).kafkaDumpLog,
  ),
  tool(
    "kafka-server-start",
    "Start a node from a server.properties file",
    async () => (await import("./kafka_server_start.ts")).kafkaServerStart,
  ),
  tool(
    "kafka-server-stop",
    "Tell the nodes that run on this machine to stop",
    async () => (await import("./server_stop.ts")).kafkaServerStop,
  ),
  tool(
    "zookeeper-server-start",
    "Start a coordinator from a zookeeper.properties file, in ZooKeeper's place",
    async () => (await import("./zookeeper_server_start.ts")).zookeeperServerStart,
  ),
  tool(
    "zookeeper-server-stop",
    "Tell the coordinators in ZooKeeper's place that run on this machine to stop",
    async () => (await import("./server_stop.ts")).zookeeperServerStop,
  ),
  tool(
    "zookeeper-shell",
    "Show a cluster's metadata where ZooKeeper had them, asked of a coordinator in its place",
    async () => (await import("./zookeeper_shell.ts")).zookeeperShell,
  ),
  tool(
    "docker-image",
    "What the scripts of the container image leave to the executable",
    async () => (await import("./docker_image.ts")).dockerImage,
  ),
];

/** The tool of that name, with or without `.sh`. */
export function toolNamed(name: string): Tool | undefined {
  const plain = name.replace(/\.sh$/, "");
  return TOOLS.find((tool) => tool.name === plain);
}

function tool(name: string, summary: string, load: () => Promise<ToolProgram>): Tool {
  return { name, summary, load, run: async (context) => await (await load()).run(context) };
}
