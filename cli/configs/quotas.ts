/** Quotas of users, clients and addresses. */
import {
  alterClientQuotas,
  describeClientQuotas,
  type EntityQuotas,
  type QuotaEntityType,
  type QuotaFilter,
} from "../../client/admin/client_quotas.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { named } from "../cluster.ts";
import { formatDouble } from "../console_consumer/java_numbers.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import type { Changes } from "./changes.ts";
import type { CheckedEntities } from "./check_flags.ts";
import { ConfigCommandError } from "./config_command_error.ts";

export const CLIENT_QUOTAS: ReadonlySet<string> = new Set([
  "producer_byte_rate",
  "consumer_byte_rate",
  "request_percentage",
  "controller_mutation_rate",
]);
export const ADDRESS_QUOTAS: ReadonlySet<string> = new Set(["connection_creation_rate"]);

const TYPES: Readonly<Record<string, QuotaEntityType>> = {
  users: "user",
  clients: "client-id",
  ips: "ip",
};
const LABELS: readonly (readonly [QuotaEntityType, string])[] = [
  ["user", "user-principal"],
  ["client-id", "client-id"],
  ["ip", "ip"],
];

/** @returns As JSON has them. @throws {ApiError} */
export async function describeQuotas(
  cluster: ClusterClient,
  entities: CheckedEntities,
  output: ToolOutput,
): Promise<unknown[]> {
  const found = await load(cluster, entities);
  output.show({ columns: [{ title: "", of: quotaLine }], rows: found });
  return found.map(({ entity, quotas }) => ({
    entity: Object.fromEntries(
      [...entity].map(([type, name]) => [type === "client-id" ? "clientId" : type, name]),
    ),
    quotas: Object.fromEntries(quotas),
  }));
}

function quotaLine({ entity, quotas }: EntityQuotas): string {
  const who = LABELS.filter(([type]) => entity.has(type)).map(([type, label]) => {
    const name = entity.get(type);
    return name === null ? `the default ${label}` : `${label} '${name}'`;
  });
  const values = [...quotas].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, value]) => `${key}=${formatDouble(value)}`);
  return `Quota configs for ${who.join(", ")} are ${values.join(", ")}`;
}

/** @throws {ConfigCommandError} If a value is no number, or a key to be deleted has none. @throws {ApiError} */
export async function alterQuotas(
  cluster: ClusterClient,
  entities: CheckedEntities,
  { added, deleted }: Changes,
): Promise<void> {
  const [before] = await load(cluster, entities);
  const unset = deleted.filter((key) => !before?.quotas.has(key));
  if (unset.length > 0) throw new ConfigCommandError(`Invalid config(s): ${unset.join(",")}`);
  const entity = new Map(
    entities.types.map((type, i) => [TYPES[type], entities.names[i] || null]),
  );
  const changes = new Map<string, number | null>([
    ...[...added].map(([key, text]): [string, number] => [key, parseQuota(key, text)]),
    ...deleted.map((key): [string, null] => [key, null]),
  ]);
  const error = await named("alterClientQuotas", alterClientQuotas(cluster, entity, changes));
  if (error !== null) throw error;
}

function load(
  cluster: ClusterClient,
  { types, names }: CheckedEntities,
): Promise<EntityQuotas[]> {
  const filters = types.map((type, i): QuotaFilter => ({
    type: TYPES[type],
    name: names[i] === "" ? null : names[i],
  }));
  return named("describeClientQuotas", describeClientQuotas(cluster, filters));
}

function parseQuota(key: string, text: string): number {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?$/.test(text)) return parseFloat(text);
  throw new ConfigCommandError(`Cannot parse quota configuration value for ${key}: ${text}`);
}
