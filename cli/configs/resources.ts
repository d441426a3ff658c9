/** Entities whose settings are configs of resources: topics, brokers, loggers, groups, metrics. */
import {
  alterConfigs,
  type ConfigEntry,
  type ConfigResourceType,
  describeConfigs,
} from "../../client/admin/configs.ts";
import { listConfigResources } from "../../client/admin/config_resources.ts";
import { listTopics } from "../../client/admin/topics.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { retry } from "../../client/retry.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { allGroups } from "../all_groups.ts";
import { named } from "../cluster.ts";
import type { Column } from "../output/listing.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import type { Changes } from "./changes.ts";
import { ConfigCommandError } from "./config_command_error.ts";
import { type EntityType, singular } from "./entities.ts";

export type ResourceEntityType = Exclude<EntityType, "users" | "clients" | "ips">;

const RESOURCE_TYPES: Readonly<Record<ResourceEntityType, ConfigResourceType>> = {
  "topics": "topic",
  "brokers": "broker",
  "broker-loggers": "brokerLogger",
  "client-metrics": "clientMetrics",
  "groups": "group",
};

/** `ConfigSource` of DescribeConfigs. */
const SOURCES = [
  "UNKNOWN",
  "DYNAMIC_TOPIC_CONFIG",
  "DYNAMIC_BROKER_CONFIG",
  "DYNAMIC_DEFAULT_BROKER_CONFIG",
  "STATIC_BROKER_CONFIG",
  "DEFAULT_CONFIG",
  "DYNAMIC_BROKER_LOGGER_CONFIG",
  "DYNAMIC_CLIENT_METRICS_CONFIG",
  "DYNAMIC_GROUP_CONFIG",
];
const LISTED_SOURCE: Readonly<Record<ResourceEntityType, string | null>> = {
  "topics": "DYNAMIC_TOPIC_CONFIG",
  "brokers": "DYNAMIC_BROKER_CONFIG",
  "broker-loggers": null,
  "client-metrics": "DYNAMIC_CLIENT_METRICS_CONFIG",
  "groups": "DYNAMIC_GROUP_CONFIG",
};

const ALTER_TIMEOUT_MS = 30000;

/**
 * @param name undefined: all of the type; empty: the type's defaults
 * @throws {ApiError}
 */
export async function describeResources(
  cluster: ClusterClient,
  type: ResourceEntityType,
  name: string | undefined,
  all: boolean,
  output: ToolOutput,
): Promise<void> {
  const isMissing = name && !all && !(await exists(cluster, type, name));
  if (isMissing) {
    output.line(
      `The ${singular(type)} '${name}' doesn't exist and doesn't have dynamic config.`,
    );
  }
  const names = isMissing ? [] : name === undefined ? await entitiesOf(cluster, type) : [name];
  const documents: unknown[] = [];
  for (const entity of names) {
    output.heading(
      entity === ""
        ? `Default configs for ${type} in the cluster are:`
        : `${all ? "All" : "Dynamic"} configs for ${singular(type)} ${entity} are:`,
    );
    const rows = await load(cluster, type, entity, all);
    output.show({ columns: COLUMNS, rows });
    documents.push({
      entity: { [RESOURCE_TYPES[type]]: entity === "" ? null : entity },
      configs: rows.map(configDocument),
    });
  }
  output.json(documents);
}

/** @throws {ConfigCommandError | ApiError} */
export async function alterResource(
  cluster: ClusterClient,
  type: ResourceEntityType,
  name: string,
  { added, deleted }: Changes,
): Promise<void> {
  if (type === "broker-loggers") {
    const loggers = new Set((await load(cluster, type, name, false)).map((entry) => entry.name));
    const unknown = [...deleted, ...added.keys()].filter((logger) => !loggers.has(logger));
    if (unknown.length > 0) {
      throw new ConfigCommandError(`Invalid broker logger(s): ${unknown.join(",")}`);
    }
  }
  const changes = [
    ...[...added].map(([name, value]) => ({ name, operation: "set" as const, value })),
    ...deleted.map((name) => ({ name, operation: "delete" as const })),
  ];
  const resource = { type: RESOURCE_TYPES[type], name, changes };
  const [{ error }] = await onKnownNode(
    "incrementalAlterConfigs",
    alterConfigs(cluster, [resource], { timeoutMs: ALTER_TIMEOUT_MS }),
  );
  if (error !== null) throw error;
}

async function exists(
  cluster: ClusterClient,
  type: ResourceEntityType,
  name: string,
): Promise<boolean> {
  switch (type) {
    case "brokers":
    case "broker-loggers":
      return (await entitiesOf(cluster, type)).includes(String(Number(name)));
    default:
      return (await entitiesOf(cluster, type)).includes(name);
  }
}

async function entitiesOf(cluster: ClusterClient, type: ResourceEntityType): Promise<string[]> {
  switch (type) {
    case "topics": {
      const listing = retry(
        cluster.runtime,
        "Metadata",
        cluster.options,
        () => listTopics(cluster),
      );
      return (await named("listTopics", listing)).map(({ name }) => name);
    }
    case "brokers":
    case "broker-loggers":
      return [...(await named("listNodes", cluster.nodes())).map(({ id }) => `${id}`), ""];
    case "client-metrics":
      return await named("listConfigResources", listConfigResources(cluster, "clientMetrics"));
    case "groups": {
      const groups = await allGroups(cluster);
      const configured = await listConfigResources(cluster, "group");
      return [...new Set([...groups.map(({ groupId }) => groupId), ...configured])];
    }
  }
}

async function load(
  cluster: ClusterClient,
  type: ResourceEntityType,
  name: string,
  all: boolean,
): Promise<ConfigEntry[]> {
  const [{ entries, error }] = await onKnownNode(
    "describeConfigs",
    describeConfigs(cluster, [{ type: RESOURCE_TYPES[type], name }], { synonyms: true }),
  );
  if (error !== null) throw error;
  const isDefault = type === "brokers" && name === "";
  const source = isDefault ? "DYNAMIC_DEFAULT_BROKER_CONFIG" : LISTED_SOURCE[type];
  return entries
    .filter(({ configSource }) => all || source === null || SOURCES[configSource] === source)
    .sort((a, b) => a.name < b.name ? -1 : 1);
}

/** A broker that is not there may come, so Kafka's client waits for it; nobody else needs to. */
async function onKnownNode<T>(name: string, call: Promise<T>): Promise<T> {
  try {
    return await named(name, call);
  } catch (error) {
    if (!(error instanceof ApiError && error.code === Errors.BROKER_NOT_AVAILABLE)) throw error;
    throw new ApiError(
      Errors.REQUEST_TIMED_OUT,
      `Timed out waiting for a node assignment. Call: ${name}`,
      { cause: error },
    );
  }
}

const COLUMNS: readonly Column<ConfigEntry>[] = [
  { title: "", of: ({ name, value }) => `  ${name}=${value}` },
  { title: "", of: ({ isSensitive }) => `sensitive=${isSensitive}`, tone: () => "faint" },
  {
    title: "",
    of: ({ synonyms }) => {
      const origins = synonyms.map((it) => `${SOURCES[it.source]}:${it.name}=${it.value}`);
      return `synonyms={${origins.join(", ")}}`;
    },
    tone: () => "faint",
  },
];

function configDocument(entry: ConfigEntry) {
  const { name, value, configSource, isSensitive, readOnly, synonyms } = entry;
  return {
    name,
    value,
    source: SOURCES[configSource],
    isSensitive,
    isReadOnly: readOnly,
    synonyms: synonyms.map((it) => ({ ...it, source: SOURCES[it.source] })),
  };
}
