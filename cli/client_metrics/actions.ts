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
import type { Column } from "../output/listing.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ClientMetricsFlag } from "./flags.ts";

type Options = ParsedOptions<ClientMetricsFlag>;

/** @throws {ApiError} */
export async function listSubscriptions(
  cluster: ClusterClient,
  _: Options,
  { output }: FlagToolContext,
): Promise<void> {
  const found = await names(cluster);
  output.report(found.map((name) => ({ name })), found.map((name) => `${name}\n`).join(""));
}

/** @throws {ApiError} */
export async function describeSubscriptions(
  cluster: ClusterClient,
  options: Options,
  { output }: FlagToolContext,
): Promise<void> {
  const name = options.value("name");
  const known = await names(cluster);
  const isMissing = name !== undefined && !known.includes(name);
  if (isMissing) {
    output.line(
      `The client metric resource ${name} doesn't exist and doesn't have dynamic config.`,
    );
  }
  const documents: unknown[] = [];
  for (const subscription of isMissing ? [] : name === undefined ? known : [name]) {
    output.heading(`Client metrics configs for ${subscription} are:`);
    const rows = await load(cluster, subscription);
    output.show({ columns: CONFIG_COLUMNS, rows });
    documents.push({
      name: subscription,
      configs: rows.map(({ name, value }) => ({ name, value })),
    });
  }
  output.json(documents);
}

const CONFIG_COLUMNS: readonly Column<ConfigEntry>[] = [
  { title: "", of: ({ name, value }) => `  ${name}=${value}` },
];

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
