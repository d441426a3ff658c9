/** The flags of kafka-configs, of Kafka 3.5 and 4.3. */
import { BROKERS_FIRST, COMMAND_CONFIG, CONTROLLERS_INSTEAD } from "../options/cluster_flags.ts";
import type { Flags } from "../options/flags.ts";

export const CONFIGS_FLAGS = {
  "bootstrap-server": BROKERS_FIRST,
  "bootstrap-controller": CONTROLLERS_INSTEAD,
  "command-config": COMMAND_CONFIG,
  "describe": { help: "Show the settings of an entity, or of all of a type." },
  "alter": { help: "Change the settings of an entity." },
  "all": { help: "With --describe: defaults and what stands in the broker's file, too." },
  "entity-type": {
    value: "type",
    help: "topics, brokers, broker-loggers, users, clients, ips, groups or client-metrics. Users " +
      "and clients may be given together.",
  },
  "entity-name": { value: "name", help: "Which one; as often as --entity-type." },
  "entity-default": { help: "What holds for all that have nothing of their own." },
  "topic": { value: "name", help: "The topic's name." },
  "broker": { value: "id", help: "The broker's id." },
  "broker-defaults": { help: "What holds for all brokers." },
  "broker-logger": { value: "id", help: "The broker whose loggers are meant." },
  "user": { value: "name", help: "The user's name." },
  "user-defaults": { help: "What holds for all users." },
  "client": { value: "id", help: "The client's id." },
  "client-defaults": { help: "What holds for all clients." },
  "ip": { value: "address", help: "The address that clients connect from." },
  "ip-defaults": { help: "What holds for all addresses." },
  "group": { value: "id", help: "The group's id." },
  "client-metrics": { value: "name", help: "The name of the subscription to clients' metrics." },
  "add-config": {
    value: "k1=v1,k2=[v1,v2]",
    help: "Settings to make or replace; values that contain commas stand in brackets. Users: " +
      "SCRAM-SHA-256=[iterations=8192,password=secret], SCRAM-SHA-512=[password=secret], " +
      "producer_byte_rate, consumer_byte_rate, request_percentage, controller_mutation_rate. " +
      "Addresses: connection_creation_rate.",
  },
  "add-config-file": { value: "path", help: "Properties file with settings to make or replace." },
  "delete-config": { value: "k1,k2", help: "Settings to take away." },
  // Of Kafka 3.5.
  "zookeeper": {
    value: "urls",
    help: "Where ZooKeeper stood: the coordinator there gets the credentials of users.",
    hidden: true,
  },
  "zk-tls-config-file": { value: "path", help: "Ignored.", hidden: true },
  "force": { help: "Ignored.", hidden: true },
} as const satisfies Flags;

export type ConfigsFlag = keyof typeof CONFIGS_FLAGS;
