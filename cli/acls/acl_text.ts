/** Resources and ACLs as Kafka prints them. */
import type { Acl, AclEntry, AclPattern } from "../../client/admin/acls.ts";

export function patternText({ type, name, patternType }: AclPattern): string {
  return `ResourcePattern(resourceType=${type}, name=${name}, patternType=${patternType})`;
}

export function entryText({ principal, host, operation, permission }: AclEntry): string {
  return `(principal=${principal}, host=${host}, operation=${operation}, ` +
    `permissionType=${permission})`;
}

export function aclText({ pattern, entry }: Acl): string {
  return `(pattern=${patternText(pattern)}, entry=${entryText(entry)})`;
}

/** One line per ACL. */
export function entryLines(entries: readonly AclEntry[]): string {
  return entries.map((entry) => `\t${entryText(entry)}`).join("\n");
}
