/** Every tool, by the name it is called by. */
import { kafkaBrokerApiVersions } from "./kafka_broker_api_versions.ts";
import { kafkaConsoleConsumer } from "./kafka_console_consumer.ts";
import { kafkaConsoleProducer } from "./kafka_console_producer.ts";
import { kafkaServerStart } from "./kafka_server_start.ts";
import { kafkaStorage } from "./kafka_storage.ts";
import { kafkaTopics } from "./kafka_topics.ts";
import type { Tool } from "./tool.ts";
import { zookeeperServerStart } from "./zookeeper_server_start.ts";

export const TOOLS: readonly Tool[] = [
  kafkaTopics,
  kafkaConsoleProducer,
  kafkaConsoleConsumer,
  kafkaBrokerApiVersions,
  kafkaStorage,
  kafkaServerStart,
  zookeeperServerStart,
];

/** The tool of that name, with or without `.sh`. */
export function toolNamed(name: string): Tool | undefined {
  const plain = name.replace(/\.sh$/, "");
  return TOOLS.find((tool) => tool.name === plain);
}
