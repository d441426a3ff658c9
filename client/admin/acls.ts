/** Access control lists: list, add, remove (KIP-140, KIP-290). */
import { Apis } from "../../protocol/apis.ts";
import type { ApiError } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { itemError } from "./item_error.ts";

/** Codes by their places. */
export const ACL_RESOURCE_TYPES = [
  "UNKNOWN",
  "ANY",
  "TOPIC",
  "GROUP",
  "CLUSTER",
  "TRANSACTIONAL_ID",
  "DELEGATION_TOKEN",
  "USER",
] as const;
export type AclResourceType = (typeof ACL_RESOURCE_TYPES)[number];

export const ACL_PATTERN_TYPES = ["UNKNOWN", "ANY", "MATCH", "LITERAL", "PREFIXED"] as const;
export type AclPatternType = (typeof ACL_PATTERN_TYPES)[number];

export const ACL_OPERATIONS = [
  "UNKNOWN",
  "ANY",
  "ALL",
  "READ",
  "WRITE",
  "CREATE",
  "DELETE",
  "ALTER",
  "DESCRIBE",
  "CLUSTER_ACTION",
  "DESCRIBE_CONFIGS",
  "ALTER_CONFIGS",
  "IDEMPOTENT_WRITE",
  "CREATE_TOKENS",
  "DESCRIBE_TOKENS",
  "TWO_PHASE_COMMIT",
] as const;
export type AclOperation = (typeof ACL_OPERATIONS)[number];

export const ACL_PERMISSIONS = ["UNKNOWN", "ANY", "DENY", "ALLOW"] as const;
export type AclPermission = (typeof ACL_PERMISSIONS)[number];

export interface AclPattern {
  readonly type: AclResourceType;
  readonly name: string;
  readonly patternType: AclPatternType;
}

/** Who may do what from where, or may not. */
export interface AclEntry {
  readonly principal: string;
  readonly host: string;
  readonly operation: AclOperation;
  readonly permission: AclPermission;
}

export interface Acl {
  readonly pattern: AclPattern;
  readonly entry: AclEntry;
}

/** What is left out may be anything. */
export interface AclFilter {
  readonly pattern?: AclPattern;
  readonly entry?: AclEntry;
}

/** @throws {ApiError} SECURITY_DISABLED, CLUSTER_AUTHORIZATION_FAILED, ... */
export async function describeAcls(
  cluster: ClusterClient,
  filter: AclFilter,
  options: RetryOptions = {},
): Promise<Acl[]> {
  const { resources } = await cluster.callAny(
    Apis.DescribeAcls,
    encodeFilter(filter),
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
  return resources.flatMap(({ resourceType, resourceName, patternType, acls }) =>
    acls.map(({ principal, host, operation, permissionType }): Acl => ({
      pattern: {
        type: ACL_RESOURCE_TYPES[resourceType] ?? "UNKNOWN",
        name: resourceName,
        patternType: ACL_PATTERN_TYPES[patternType] ?? "UNKNOWN",
      },
      entry: {
        principal,
        host,
        operation: ACL_OPERATIONS[operation] ?? "UNKNOWN",
        permission: ACL_PERMISSIONS[permissionType] ?? "UNKNOWN",
      },
    }))
  );
}

/** Answers in the order of the ACLs. @throws {ApiError} */
export async function createAcls(
  cluster: ClusterClient,
  acls: readonly Acl[],
  options: RetryOptions = {},
): Promise<(ApiError | null)[]> {
  const { results } = await cluster.callController(Apis.CreateAcls, {
    creations: acls.map(({ pattern, entry }) => ({
      resourceType: ACL_RESOURCE_TYPES.indexOf(pattern.type),
      resourceName: pattern.name,
      resourcePatternType: ACL_PATTERN_TYPES.indexOf(pattern.patternType),
      ...encodeEntry(entry),
    })),
  }, options);
  return results.map(({ errorCode, errorMessage }) => itemError(errorCode, errorMessage));
}

/** Removes all ACLs that a filter lets through; one error per filter. @throws {ApiError} */
export async function deleteAcls(
  cluster: ClusterClient,
  filters: readonly AclFilter[],
  options: RetryOptions = {},
): Promise<(ApiError | null)[]> {
  const { filterResults } = await cluster.callController(
    Apis.DeleteAcls,
    { filters: filters.map(encodeFilter) },
    options,
  );
  return filterResults.map(({ errorCode, errorMessage, matchingAcls }) => {
    const failed = matchingAcls.find((acl) => acl.errorCode !== 0);
    return itemError(errorCode, errorMessage) ??
      (failed === undefined ? null : itemError(failed.errorCode, failed.errorMessage));
  });
}

function encodeEntry({ principal, host, operation, permission }: AclEntry) {
  return {
    principal,
    host,
    operation: ACL_OPERATIONS.indexOf(operation),
    permissionType: ACL_PERMISSIONS.indexOf(permission),
  };
}

function encodeFilter({ pattern, entry }: AclFilter) {
  const { principal, host, operation, permission } = entry ??
    { principal: null, host: null, operation: "ANY", permission: "ANY" } as const;
  return {
    resourceTypeFilter: ACL_RESOURCE_TYPES.indexOf(pattern?.type ?? "ANY"),
    resourceNameFilter: pattern?.name ?? null,
    patternTypeFilter: ACL_PATTERN_TYPES.indexOf(pattern?.patternType ?? "ANY"),
    principalFilter: principal,
    hostFilter: host,
    operation: ACL_OPERATIONS.indexOf(operation),
    permissionType: ACL_PERMISSIONS.indexOf(permission),
  };
}
