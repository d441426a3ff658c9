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
  "kafka-producer-perf-test": [`${TOOLS}.ProducerPerformance`, `${TOOLS}.ProducerPerformance`],
  "kafka-verifiable-producer": [`${TOOLS}.VerifiableProducer`, `${TOOLS}.VerifiableProducer`],
  "kafka-verifiable-consumer": [`${TOOLS}.VerifiableConsumer`, `${TOOLS}.VerifiableConsumer`],
};

/** @throws {Error} For a tool that the table does not have. */
export function toolClass(version: KafkaVersion, tool: string): string {
  const classes = CLASSES[tool];
  if (classes === undefined) throw new Error(`No class is known for ${tool}`);
  return classes[version === "4.3.1" ? 0 : 1];
}
