/** What kafka-client-metrics does with subscriptions, which are configs of resources (KIP-714). */
import {
  alterConfigs,
  type ConfigChange,
  type ConfigEntry,
  describeConfigs,
} from "../../client/admin/configs.ts";
import { listConfigResources } from "../../client/admin/config_resources.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { randomUuid } from "../../protocol/uuid.ts";
import { named } from "../cluster.ts";
import type { FlagToolContext } from "../flag_tool.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ClientMetricsFlag } from "./flags.ts";

type Options = ParsedOptions<ClientMetricsFlag>;

/** @throws {ApiError} */
export async function listSubscriptions(
  cluster: ClusterClient,
  _: Options,
  { output }: FlagToolContext,
): Promise<void> {
  for (const name of await names(cluster)) output.line(name);
}

/** @throws {ApiError} */
export async function describeSubscriptions(
  cluster: ClusterClient,
  options: Options,
  { output }: FlagToolContext,
): Promise<void> {
  const name = options.value("name");
  const known = await names(cluster);
  if (name !== undefined && !known.includes(name)) {
    output.line(
      `The client metric resource ${name} doesn't exist and doesn't have dynamic config.`,
    );
    return;
  }
  for (const subscription of name === undefined ? known : [name]) {
    output.line(`Client metrics configs for ${subscription} are:`);
    for (const { name, value } of await load(cluster, subscription)) {
      output.line(`  ${name}=${value}`);
    }
  }
}

/** @throws {ApiError} */
export async function alterSubscription(
  cluster: ClusterClient,
  options: Options,
  { runtime, output }: FlagToolContext,
): Promise<void> {
  const name = options.value("name") ?? randomUuid(runtime.random);
  const given = [
    ["interval.ms", options.value("interval")],
    ["metrics", options.value("metrics")],
    ["match", options.value("match")],
  ] as const;
  await change(
    cluster,
    name,
    given.flatMap(([key, value]): ConfigChange[] => {
      if (value === undefined) return [];
      return [
        value === "" ? { name: key, operation: "delete" } : {
          name: key,
          operation: "set",
          value,
        },
      ];
    }),
  );
  output.line(`Altered client metrics config for ${name}.`);
}

/** @throws {ApiError} */
export async function deleteSubscription(
  cluster: ClusterClient,
  options: Options,
  { output }: FlagToolContext,
): Promise<void> {
  const name = options.value("name")!;
  const entries = await load(cluster, name);
  await change(cluster, name, entries.map(({ name }) => ({ name, operation: "delete" })));
  output.line(`Deleted client metrics config for ${name}.`);
}

function names(cluster: ClusterClient): Promise<string[]> {
  return named("listConfigResources", listConfigResources(cluster, "clientMetrics"));
}

async function load(cluster: ClusterClient, name: string): Promise<ConfigEntry[]> {
  const [{ entries, error }] = await named(
    "describeConfigs",
    describeConfigs(cluster, [{ type: "clientMetrics", name }]),
  );
  if (error !== null) throw error;
  return [...entries].sort((a, b) => a.name < b.name ? -1 : 1);
}

async function change(
  cluster: ClusterClient,
  name: string,
  changes: readonly ConfigChange[],
): Promise<void> {
  const [{ error }] = await named(
    "incrementalAlterConfigs",
    alterConfigs(cluster, [{ type: "clientMetrics", name, changes }]),
  );
  if (error !== null) throw error;
}
