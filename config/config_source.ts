/** Where a setting's value comes from. */

export type ConfigSource =
  | "topic"
  | "dynamic-broker"
  | "dynamic-default-broker"
  | "static"
  | "default"
  | "broker-logger"
  | "client-metrics"
  | "group";

/** Code of each source in DescribeConfigs answers, version 1 and up (KIP-226). */
export const CONFIG_SOURCE_CODES: Readonly<Record<ConfigSource, number>> = {
  topic: 1,
  "dynamic-broker": 2,
  "dynamic-default-broker": 3,
  static: 4,
  default: 5,
  "broker-logger": 6,
  "client-metrics": 7,
  group: 8,
};
