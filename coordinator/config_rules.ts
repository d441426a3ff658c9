/** The rules for config keys that controllers go by: those of `config/`, seen from this node's own file. */
import type { BrokerConfig } from "../config/broker_config.ts";
import { brokerSetting } from "../config/broker_settings.ts";
import {
  clientMetricsSetting,
  readClientMetricsSubscription,
} from "../config/client_metrics_config.ts";
import type { Setting } from "../config/declaration.ts";
import { type ConfigEntry, describeTopic } from "../config/describe.ts";
import { formatValue } from "../config/format_value.ts";
import { checkGroupOverrides, groupSetting } from "../config/group_config.ts";
import type { Properties } from "../config/properties_file.ts";
import { checkTopicOverrides, topicSetting } from "../config/topic_config.ts";
import { brokerDefault, type TopicSettingName } from "../config/topic_defaults.ts";
import {
  configResourceKey,
  ConfigResourceType,
  type MetadataImage,
} from "../metadata/image/image.ts";

export class ConfigRules {
  readonly #config: BrokerConfig;
  /** The configuration under dynamic settings, kept until those change. */
  #dynamic: { readonly own?: Properties; readonly all?: Properties; readonly config: BrokerConfig };

  constructor(config: BrokerConfig) {
    this.#config = config;
    this.#dynamic = { config };
  }

  /**
   * Checks the overrides that a resource would have. Those of brokers are theirs to check.
   *
   * @throws {ConfigError} INVALID_CONFIG, or INVALID_REQUEST where Kafka answers that.
   */
  validate(type: number, name: string, overrides: Properties, before: Properties): void {
    switch (type) {
      case ConfigResourceType.TOPIC:
        return checkTopicOverrides(this.#config, before, overrides);
      case ConfigResourceType.GROUP:
        return checkGroupOverrides(this.#config, overrides);
      case ConfigResourceType.CLIENT_METRICS:
        readClientMetricsSubscription(name, overrides);
    }
  }

  /** Whether APPEND and SUBTRACT work on the key. */
  isList(type: number, key: string): boolean {
    return settingOf(type, key)?.type === "list";
  }

  /** Text of the value that holds where the resource sets nothing; null where there is none. */
  defaultText(type: number, key: string): string | null {
    const setting = settingOf(type, key);
    if (setting === null) return null;
    if (type === ConfigResourceType.TOPIC) {
      return formatValue(setting.type, brokerDefault(this.#config, key as TopicSettingName));
    }
    if (type === ConfigResourceType.BROKER) {
      const text = this.#config.text(key);
      if (text !== null) return text;
    }
    return typeof setting.default === "symbol" ? null : formatValue(setting.type, setting.default);
  }

  /** Every config of a topic with `overrides`, by name, as this node sees it. */
  topicEntries(
    overrides: Properties,
    image: MetadataImage,
    nodeId: number,
  ): readonly ConfigEntry[] {
    return describeTopic(this.configUnder(image, nodeId), overrides, null);
  }

  /** The node's configuration with what the metadata log sets for it and for all brokers. */
  configUnder({ configs }: MetadataImage, nodeId: number): BrokerConfig {
    const own = configs.get(configResourceKey(ConfigResourceType.BROKER, String(nodeId)));
    const all = configs.get(configResourceKey(ConfigResourceType.BROKER, ""));
    if (own !== this.#dynamic.own || all !== this.#dynamic.all) {
      const none: Properties = new Map();
      const config = this.#config.withDynamic({ broker: own ?? none, default: all ?? none });
      this.#dynamic = { own, all, config };
    }
    return this.#dynamic.config;
  }
}

function settingOf(type: number, key: string): Setting | null {
  switch (type) {
    case ConfigResourceType.TOPIC:
      return topicSetting(key);
    case ConfigResourceType.BROKER:
      return brokerSetting(key);
    case ConfigResourceType.GROUP:
      return groupSetting(key);
    case ConfigResourceType.CLIENT_METRICS:
      return clientMetricsSetting(key);
    default:
      return null;
  }
}
