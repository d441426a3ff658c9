import type { Engine } from "./engine.ts";

export interface Case {
  readonly name: string;
  /** @throws {Error} Where it fails. */
  run(engine: Engine, say: (line: string) => void): Promise<void>;
}

/** A node with both roles, at localhost:19092. */
export const ONE_NODE = {
  CLUSTER_ID: "MkU3OEVBNTcwNTJENDM2Qk",
  KAFKA_NODE_ID: "1",
  KAFKA_PROCESS_ROLES: "broker,controller",
  KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
  KAFKA_CONTROLLER_QUORUM_VOTERS: "1@localhost:19093",
  KAFKA_LISTENERS: "PLAINTEXT://:19092,CONTROLLER://:19093",
  KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://localhost:19092",
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
};

export const STARTED = /\[KafkaServer id=\d+\] started/;
