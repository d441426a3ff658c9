/** Configs of topics, brokers, groups and client metrics: describe and change (KIP-133, KIP-339). */
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type { ApiError } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { itemError } from "./item_error.ts";

export const RESOURCE_TYPES = {
  topic: 2,
  broker: 4,
  brokerLogger: 8,
  clientMetrics: 16,
  group: 32,
} as const;
export type ConfigResourceType = keyof typeof RESOURCE_TYPES;

export interface ConfigResource {
  readonly type: ConfigResourceType;
  /** Topic, group or subscription name; broker id; empty for all brokers. */
  readonly name: string;
}

type Described = DecodedMessage<(typeof Apis.DescribeConfigs)["response"]>["results"][number];
export type ConfigEntry = Described["configs"][number];

export interface DescribedConfigs extends ConfigResource {
  readonly entries: readonly ConfigEntry[];
  readonly error: ApiError | null;
}

export interface ConfigChange {
  readonly name: string;
  readonly operation: "set" | "delete" | "append" | "subtract";
  readonly value?: string;
}

const OPERATIONS = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

/** Where a resource must be asked for: at one broker, or at any. */
function nodeOf({ type, name }: ConfigResource): number | null {
  const ofBroker = type === "broker" || type === "brokerLogger";
  return ofBroker && name !== "" ? Number(name) : null;
}

function byNode<T extends ConfigResource>(resources: readonly T[]): Map<number | null, T[]> {
  const nodes = new Map<number | null, T[]>();
  for (const resource of resources) {
    const node = nodeOf(resource);
    const list = nodes.get(node) ?? [];
    nodes.set(node, list);
    list.push(resource);
  }
  return nodes;
}

function keyOf({ type, name }: ConfigResource): string {
  return `${RESOURCE_TYPES[type]}/${name}`;
}

/** Answers in the order of the resources. */
export async function describeConfigs(
  cluster: ClusterClient,
  resources: readonly (ConfigResource & { readonly keys?: readonly string[] })[],
  options: RetryOptions & { readonly synonyms?: boolean; readonly documentation?: boolean } = {},
): Promise<DescribedConfigs[]> {
  const found = new Map<string, Described>();
  await Promise.all([...byNode(resources)].map(async ([node, list]) => {
    const request = {
      resources: list.map(({ type, name, keys }) => ({
        resourceType: RESOURCE_TYPES[type],
        resourceName: name,
        configurationKeys: keys ?? null,
      })),
      includeSynonyms: options.synonyms ?? false,
      includeDocumentation: options.documentation ?? false,
    };
    const { results } = node === null
      ? await cluster.callAny(Apis.DescribeConfigs, request, options)
      : await cluster.callNode(node, Apis.DescribeConfigs, request, options);
    for (const result of results) {
      found.set(`${result.resourceType}/${result.resourceName}`, result);
    }
  }));
  return resources.map((resource) => {
    const { type, name } = resource;
    const result = found.get(keyOf(resource));
    if (result === undefined) return { type, name, entries: [], error: itemError(-1) };
    const { configs, errorCode, errorMessage } = result;
    return { type, name, entries: configs, error: itemError(errorCode, errorMessage) };
  });
}

/** Changes some keys and leaves the others. Answers in the order of the resources. */
export async function alterConfigs(
  cluster: ClusterClient,
  resources: readonly (ConfigResource & { readonly changes: readonly ConfigChange[] })[],
  { validateOnly = false, ...options }: RetryOptions & { readonly validateOnly?: boolean } = {},
): Promise<(ConfigResource & { readonly error: ApiError | null })[]> {
  const found = new Map<string, ApiError | null>();
  await Promise.all([...byNode(resources)].map(async ([node, list]) => {
    const request = {
      resources: list.map(({ type, name, changes }) => ({
        resourceType: RESOURCE_TYPES[type],
        resourceName: name,
        configs: changes.map(({ name, operation, value }) => ({
          name,
          configOperation: OPERATIONS[operation],
          value: value ?? null,
        })),
      })),
      validateOnly,
    };
    const { responses } = node === null
      ? await cluster.callController(Apis.IncrementalAlterConfigs, request, options)
      : await cluster.callNode(node, Apis.IncrementalAlterConfigs, request, options);
    for (const { resourceType, resourceName, errorCode, errorMessage } of responses) {
      found.set(`${resourceType}/${resourceName}`, itemError(errorCode, errorMessage));
    }
  }));
  return resources.map((resource) => {
    const { type, name } = resource;
    const error = found.get(keyOf(resource));
    return { type, name, error: error === undefined ? itemError(-1) : error };
  });
}
