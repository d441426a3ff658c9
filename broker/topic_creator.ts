/** Creates topics on a client's first touch (`auto.create.topics.enable`) and the internal ones when they are needed. */
import type { BrokerConfig } from "../config/broker_config.ts";
import type { ControllerChannel } from "../metadata/controller_channel.ts";
import type { RequestContext } from "../network/api.ts";
import { Apis } from "../protocol/apis.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import {
  CONSUMER_OFFSETS_TOPIC,
  SHARE_GROUP_STATE_TOPIC,
  TRANSACTION_STATE_TOPIC,
} from "./internal_topics.ts";

const REQUEST_TIMEOUT_MS = 30_000;

interface NewTopic {
  readonly name: string;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly assignments: never[];
  readonly configs: { readonly name: string; readonly value: string }[];
}

export class TopicCreator {
  /** Topics being created: asking again changes nothing. */
  readonly #underWay = new Set<string>();

  constructor(
    readonly config: BrokerConfig,
    readonly channel: ControllerChannel,
    readonly onError: (topic: string, error: unknown) => void,
  ) {}

  /** Starts creating `name` in the name of the client; the client finds it when it asks again. */
  createInBackground(name: string, context: RequestContext): void {
    if (this.#underWay.has(name)) return;
    this.#underWay.add(name);
    const request = {
      topics: [this.#describe(name)],
      timeoutMs: REQUEST_TIMEOUT_MS,
      validateOnly: false,
    };
    const version = Apis.CreateTopics.versions.max;
    this.channel.forward(
      Apis.CreateTopics,
      request,
      { ...context, apiKey: Apis.CreateTopics.key, apiVersion: version },
      REQUEST_TIMEOUT_MS,
    ).then(({ topics: [topic] }) => {
      const created = topic.errorCode === Errors.NONE ||
        topic.errorCode === Errors.TOPIC_ALREADY_EXISTS;
      if (!created) throw new ApiError(topic.errorCode, topic.errorMessage ?? undefined);
    }).catch((error) => this.onError(name, error)).finally(() => this.#underWay.delete(name));
  }

  #describe(name: string): NewTopic {
    const { config } = this;
    switch (name) {
      case CONSUMER_OFFSETS_TOPIC:
        return newTopic(
          name,
          config.get("offsets.topic.num.partitions"),
          config.get("offsets.topic.replication.factor"),
          {
            "cleanup.policy": "compact",
            "compression.type": "producer",
            "segment.bytes": String(config.get("offsets.topic.segment.bytes")),
          },
        );
      case TRANSACTION_STATE_TOPIC:
        return newTopic(
          name,
          config.get("transaction.state.log.num.partitions"),
          config.get("transaction.state.log.replication.factor"),
          {
            "compression.type": "uncompressed",
            "cleanup.policy": "compact",
            "min.insync.replicas": String(config.get("transaction.state.log.min.isr")),
            "segment.bytes": String(config.get("transaction.state.log.segment.bytes")),
            "unclean.leader.election.enable": "false",
          },
        );
      case SHARE_GROUP_STATE_TOPIC:
        return newTopic(
          name,
          config.get("share.coordinator.state.topic.num.partitions"),
          config.get("share.coordinator.state.topic.replication.factor"),
          {
            "cleanup.policy": "delete",
            "compression.type": "producer",
            "retention.ms": "-1",
            "min.insync.replicas": String(config.get("share.coordinator.state.topic.min.isr")),
            "segment.bytes": String(config.get("share.coordinator.state.topic.segment.bytes")),
          },
        );
      default:
        return newTopic(
          name,
          ownDefault(config, "num.partitions"),
          ownDefault(config, "default.replication.factor"),
          {},
        );
    }
  }
}

/** What this broker was given, else -1: the controller, whose settings may differ, has its say (as in Kafka since 4.0). */
export function ownDefault(
  config: BrokerConfig,
  key: "num.partitions" | "default.replication.factor",
): number {
  return config.given.has(key) ? config.get(key) : -1;
}

function newTopic(
  name: string,
  numPartitions: number,
  replicationFactor: number,
  configs: Record<string, string>,
): NewTopic {
  return {
    name,
    numPartitions,
    replicationFactor,
    assignments: [],
    configs: Object.entries(configs).map(([name, value]) => ({ name, value })),
  };
}
