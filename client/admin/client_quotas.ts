/** Quotas of users, clients and addresses (KIP-546). */
import { Apis } from "../../protocol/apis.ts";
import type { ApiError } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { itemError } from "./item_error.ts";

export type QuotaEntityType = "user" | "client-id" | "ip";

/** Names by type; null stands for the default of a type. */
export type QuotaEntity = ReadonlyMap<QuotaEntityType, string | null>;

export interface QuotaFilter {
  readonly type: QuotaEntityType;
  /** Null: the default; undefined: any. */
  readonly name: string | null | undefined;
}

export interface EntityQuotas {
  readonly entity: QuotaEntity;
  readonly quotas: ReadonlyMap<string, number>;
}

const MATCH = { exact: 0, default: 1, any: 2 } as const;

/** Quotas of entities that have just the filters' types. @throws {ApiError} */
export async function describeClientQuotas(
  cluster: ClusterClient,
  filters: readonly QuotaFilter[],
  options: RetryOptions = {},
): Promise<EntityQuotas[]> {
  const { entries } = await cluster.callAny(Apis.DescribeClientQuotas, {
    components: filters.map(({ type, name }) => ({
      entityType: type,
      matchType: name === undefined ? MATCH.any : name === null ? MATCH.default : MATCH.exact,
      match: name ?? null,
    })),
    strict: true,
  }, { ...options, errorOf: ({ errorCode }) => errorCode });
  return (entries ?? []).map(({ entity, values }) => ({
    entity: new Map(
      entity.map(({ entityType, entityName }) => [entityType as QuotaEntityType, entityName]),
    ),
    quotas: new Map(values.map(({ key, value }) => [key, value])),
  }));
}

/** @param changes null removes a quota. */
export async function alterClientQuotas(
  cluster: ClusterClient,
  entity: QuotaEntity,
  changes: ReadonlyMap<string, number | null>,
  options: RetryOptions = {},
): Promise<ApiError | null> {
  const { entries: [entry] } = await cluster.callController(Apis.AlterClientQuotas, {
    entries: [{
      entity: [...entity].map(([entityType, entityName]) => ({ entityType, entityName })),
      ops: [...changes].map(([key, value]) => ({
        key,
        value: value ?? 0,
        remove: value === null,
      })),
    }],
    validateOnly: false,
  }, options);
  return itemError(entry.errorCode, entry.errorMessage);
}
