/** Which class is behind which of Apache's tools. */

export type KafkaVersion = "4.3.1" | "3.5.2";
export const KAFKA_VERSIONS: readonly KafkaVersion[] = ["4.3.1", "3.5.2"];

const TOOLS = "org.apache.kafka.tools";

/** Tool: class in 4.3.1, class in 3.5.2. */
const CLASSES: Readonly<Record<string, readonly [string, string]>> = {
  "kafka-topics": [`${TOOLS}.TopicCommand`, "kafka.admin.TopicCommand"],
  "kafka-console-producer": [`${TOOLS}.ConsoleProducer`, "kafka.tools.ConsoleProducer"],
  "kafka-console-consumer": [`${TOOLS}.consumer.ConsoleConsumer`, "kafka.tools.ConsoleConsumer"],
  "kafka-consumer-groups": [
    `${TOOLS}.consumer.group.ConsumerGroupCommand`,
    "kafka.admin.ConsumerGroupCommand",
  ],
  "kafka-broker-api-versions": [
    `${TOOLS}.BrokerApiVersionsCommand`,
    "kafka.admin.BrokerApiVersionsCommand",
  ],
  "kafka-configs": ["kafka.admin.ConfigCommand", "kafka.admin.ConfigCommand"],
  "kafka-dump-log": [`${TOOLS}.DumpLogSegments`, "kafka.tools.DumpLogSegments"],
  "kafka-storage": ["kafka.tools.StorageTool", "kafka.tools.StorageTool"],
  "kafka-get-offsets": [`${TOOLS}.GetOffsetShell`, "kafka.tools.GetOffsetShell"],
  "kafka-acls": [`${TOOLS}.AclCommand`, "kafka.admin.AclCommand"],
  "kafka-delete-records": [`${TOOLS}.DeleteRecordsCommand`, "kafka.admin.DeleteRecordsCommand"],
  "kafka-log-dirs": [`${TOOLS}.LogDirsCommand`, "kafka.admin.LogDirsCommand"],
  "kafka-leader-election": [`${TOOLS}.LeaderElectionCommand`, "kafka.admin.LeaderElectionCommand"],
  "kafka-reassign-partitions": [
    `${TOOLS}.reassign.ReassignPartitionsCommand`,
    "kafka.admin.ReassignPartitionsCommand",
  ],
  "kafka-features": [`${TOOLS}.FeatureCommand`, "kafka.admin.FeatureCommand"],
  "kafka-replica-verification": [
    `${TOOLS}.ReplicaVerificationTool`,
    "kafka.tools.ReplicaVerificationTool",
  ],
  "kafka-e2e-latency": [`${TOOLS}.EndToEndLatency`, "kafka.tools.EndToEndLatency"],
  "kafka-client-metrics": [`${TOOLS}.ClientMetricsCommand`, ""],
  "kafka-groups": [`${TOOLS}.GroupsCommand`, ""],
  "kafka-share-groups": [`${TOOLS}.consumer.group.ShareGroupCommand`, ""],
  "kafka-streams-groups": [`${TOOLS}.streams.StreamsGroupCommand`, ""],
  ...sameClass({
    "kafka-cluster": "ClusterTool",
    "kafka-consumer-perf-test": "ConsumerPerformance",
    "kafka-delegation-tokens": "DelegationTokenCommand",
    "kafka-metadata-quorum": "MetadataQuorumCommand",
    "kafka-producer-perf-test": "ProducerPerformance",
    "kafka-streams-application-reset": "StreamsResetter",
    "kafka-transactions": "TransactionsCommand",
    "kafka-verifiable-consumer": "VerifiableConsumer",
    "kafka-verifiable-producer": "VerifiableProducer",
  }),
};

/** @throws {Error} For a tool that the table does not have. */
export function toolClass(version: KafkaVersion, tool: string): string {
  const classes = CLASSES[tool];
  const name = classes?.[version === "4.3.1" ? 0 : 1];
  if (!name) throw new Error(`Kafka ${version} has no ${tool}`);
  return name;
}

function sameClass(
  classes: Readonly<Record<string, string>>,
): Record<string, readonly [string, string]> {
  return Object.fromEntries(
    Object.entries(classes).map(([tool, name]) => [tool, [`${TOOLS}.${name}`, `${TOOLS}.${name}`]]),
  );
}
