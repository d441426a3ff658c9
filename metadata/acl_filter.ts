/** Which ACLs a filter of DescribeAcls or DeleteAcls means. */
import type { AclImage } from "./image/image.ts";

export const AclPattern = { UNKNOWN: 0, ANY: 1, MATCH: 2, LITERAL: 3, PREFIXED: 4 } as const;
/** Code of "any" for resource types, operations and permission types alike. */
export const ANY = 1;
const WILDCARD = "*";

export interface AclFilter {
  readonly resourceType: number;
  /** Null for any. */
  readonly resourceName: string | null;
  /** MATCH: literal, prefixed and wildcard ACLs that hold for the name. */
  readonly patternType: number;
  readonly principal: string | null;
  readonly host: string | null;
  readonly operation: number;
  readonly permissionType: number;
}

export function matchesAcl(filter: AclFilter, acl: AclImage): boolean {
  const any = (wanted: number, code: number) => wanted === ANY || wanted === code;
  return any(filter.resourceType, acl.resourceType) &&
    matchesName(filter, acl) &&
    (filter.principal === null || filter.principal === acl.principal) &&
    (filter.host === null || filter.host === acl.host) &&
    any(filter.operation, acl.operation) &&
    any(filter.permissionType, acl.permissionType);
}

function matchesName({ resourceName, patternType }: AclFilter, acl: AclImage): boolean {
  if (patternType === AclPattern.LITERAL || patternType === AclPattern.PREFIXED) {
    if (patternType !== acl.patternType) return false;
  }
  if (resourceName === null || patternType !== AclPattern.MATCH) {
    return resourceName === null || resourceName === acl.resourceName;
  }
  return acl.patternType === AclPattern.PREFIXED
    ? resourceName.startsWith(acl.resourceName)
    : acl.resourceName === resourceName || acl.resourceName === WILDCARD;
}
