/** Effective settings of topics, from the metadata image and this broker's own configuration. */
import type { BrokerConfig } from "../config/broker_config.ts";
import { TopicConfig } from "../config/topic_config.ts";
import {
  configResourceKey,
  ConfigResourceType,
  type MetadataImage,
} from "../metadata/image/image.ts";
import type { LogConfig } from "../storage/types.ts";

type Overrides = ReadonlyMap<string, string>;

const NO_OVERRIDES: Overrides = new Map();

export class TopicConfigs {
  #dynamic: { readonly broker: Overrides; readonly default: Overrides; config: BrokerConfig };

  constructor(readonly config: BrokerConfig, readonly brokerId: number) {
    this.#dynamic = { broker: NO_OVERRIDES, default: NO_OVERRIDES, config };
  }

  /** This broker's configuration with what the metadata sets for it and for all brokers. */
  brokerConfig(image: MetadataImage): BrokerConfig {
    const { broker, default: all } = this.storedConfigs(image);
    const known = this.#dynamic;
    if (known.broker !== broker || known.default !== all) {
      const config = this.config.withDynamic({ broker, default: all });
      this.#dynamic = { broker, default: all, config };
    }
    return this.#dynamic.config;
  }

  /** What the metadata sets at run time for this broker and for all. */
  storedConfigs(image: MetadataImage): { readonly broker: Overrides; readonly default: Overrides } {
    const of = (name: string) =>
      image.configs.get(configResourceKey(ConfigResourceType.BROKER, name)) ?? NO_OVERRIDES;
    return { broker: of(String(this.brokerId)), default: of("") };
  }

  topic(name: string, image: MetadataImage): TopicConfig {
    const key = configResourceKey(ConfigResourceType.TOPIC, name);
    return new TopicConfig(this.brokerConfig(image), image.configs.get(key) ?? NO_OVERRIDES);
  }

  minInSyncReplicas(name: string, image: MetadataImage): number {
    return this.topic(name, image).get("min.insync.replicas");
  }

  logConfig(name: string, image: MetadataImage): LogConfig {
    const topic = this.topic(name, image);
    return {
      segmentBytes: topic.segmentBytes,
      segmentMs: topic.number("segment.ms"),
      segmentJitterMs: topic.number("segment.jitter.ms"),
      segmentIndexBytes: topic.get("segment.index.bytes"),
      indexIntervalBytes: topic.get("index.interval.bytes"),
      maxMessageBytes: topic.get("max.message.bytes"),
      retentionMs: topic.number("retention.ms"),
      retentionBytes: topic.number("retention.bytes"),
      cleanupPolicy: { delete: topic.isDeleted, compact: topic.isCompacted },
      fileDeleteDelayMs: topic.number("file.delete.delay.ms"),
      flushMessages: topic.number("flush.messages"),
      flushMs: topic.number("flush.ms"),
      deleteRetentionMs: topic.number("delete.retention.ms"),
      minCompactionLagMs: topic.number("min.compaction.lag.ms"),
      maxCompactionLagMs: topic.number("max.compaction.lag.ms"),
      minCleanableDirtyRatio: topic.get("min.cleanable.dirty.ratio"),
      compressionType: topic.get("compression.type") as LogConfig["compressionType"],
      compressionLevels: {
        gzip: topic.get("compression.gzip.level"),
        lz4: topic.get("compression.lz4.level"),
        zstd: topic.get("compression.zstd.level"),
      },
      messageTimestampType: topic.get(
        "message.timestamp.type",
      ) as LogConfig["messageTimestampType"],
      messageTimestampBeforeMaxMs: topic.number("message.timestamp.before.max.ms"),
      messageTimestampAfterMaxMs: topic.number("message.timestamp.after.max.ms"),
      preallocate: topic.get("preallocate"),
    };
  }
}
