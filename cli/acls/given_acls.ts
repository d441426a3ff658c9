/** Which resources and which ACLs the flags mean. */
import {
  ACL_OPERATIONS,
  ACL_PATTERN_TYPES,
  type AclEntry,
  type AclOperation,
  type AclPattern,
  type AclPatternType,
  type AclPermission,
  type AclResourceType,
} from "../../client/admin/acls.ts";
import { OptionError, UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { AclsFlag } from "./flags.ts";
import { patternText } from "./acl_text.ts";
import { SUPPORTED_OPERATIONS } from "./supported_operations.ts";

type AclsOptions = ParsedOptions<AclsFlag>;

/** A principal is none. */
export class PrincipalError extends Error {
  override name = "PrincipalError";
}

export interface ResourceAcls {
  readonly pattern: AclPattern;
  readonly entries: readonly AclEntry[];
}

const RESOURCE_FLAGS = [
  ["topic", "TOPIC"],
  ["group", "GROUP"],
  ["transactional-id", "TRANSACTIONAL_ID"],
  ["delegation-token", "DELEGATION_TOKEN"],
  ["user-principal", "USER"],
] as const satisfies readonly (readonly [AclsFlag, AclResourceType])[];

const CLUSTER: AclPattern = {
  type: "CLUSTER",
  name: "kafka-cluster",
  patternType: "LITERAL",
};

/** @throws {OptionError} */
export function givenPatternType(options: AclsOptions): AclPatternType {
  const text = options.value("resource-pattern-type") ?? "LITERAL";
  const found = ACL_PATTERN_TYPES.find((type) => type === text.toUpperCase());
  if (found !== undefined && found !== "UNKNOWN") return found;
  throw new OptionError(`Cannot parse argument '${text}' of option resource-pattern-type`);
}

export function givenPatterns(options: AclsOptions): AclPattern[] {
  const patternType = givenPatternType(options);
  const named = RESOURCE_FLAGS.flatMap(([flag, type]) =>
    [...new Set(options.values(flag))].map((name) => ({ type, name: name.trim(), patternType }))
  );
  return options.has("cluster") ? [...named, CLUSTER] : named;
}

/**
 * The ACLs to add or to remove; none of a resource means all it has.
 *
 * @throws {UsageError | PrincipalError}
 */
export function givenAcls(options: AclsOptions): ResourceAcls[] {
  const patterns = givenPatterns(options);
  if (patterns.length === 0) {
    throw new UsageError(
      "You must provide at least one resource: --topic <topic> or --cluster or --group <group> or " +
        "--delegation-token <Delegation Token ID>",
    );
  }
  const isRole = options.has("producer") || options.has("consumer");
  const wanted = isRole
    ? roleOperations(options, patterns)
    : patterns.map((pattern) => ({ pattern, operations: givenOperations(options) }));
  const acls = wanted.map(({ pattern, operations }) => ({
    pattern,
    entries: entriesOf(options, operations),
  }));
  acls.forEach(refuseUnsupported);
  return acls;
}

interface WantedOperations {
  readonly pattern: AclPattern;
  readonly operations: readonly AclOperation[];
}

function roleOperations(options: AclsOptions, patterns: readonly AclPattern[]): WantedOperations[] {
  const [produces, consumes] = [options.has("producer"), options.has("consumer")];
  const wanted = patterns.map((pattern) => ({ pattern, operations: operationsOf(pattern) }))
    .filter(({ operations }) => operations.length > 0);
  if (options.has("idempotent")) {
    wanted.push({ pattern: CLUSTER, operations: ["IDEMPOTENT_WRITE"] });
  }
  return wanted;

  function operationsOf({ type }: AclPattern): AclOperation[] {
    switch (type) {
      case "TOPIC": {
        const toProduce: AclOperation[] = ["WRITE", "DESCRIBE", "CREATE"];
        const toConsume: AclOperation[] = ["READ", "DESCRIBE"];
        return [...new Set([...produces ? toProduce : [], ...consumes ? toConsume : []])];
      }
      case "TRANSACTIONAL_ID":
        return produces ? ["WRITE", "DESCRIBE"] : [];
      case "GROUP":
        return consumes ? ["READ"] : [];
      default:
        return [];
    }
  }
}

/** `ClusterAction` is CLUSTER_ACTION, whatever its case. */
function givenOperations(options: AclsOptions): AclOperation[] {
  const names = options.has("operation") ? options.values("operation") : ["All"];
  return [...new Set(names)].map((name) => {
    const plain = name.trim().toUpperCase().replaceAll("_", "");
    return ACL_OPERATIONS.find((operation) => operation.replaceAll("_", "") === plain) ?? "UNKNOWN";
  });
}

function entriesOf(options: AclsOptions, operations: readonly AclOperation[]): AclEntry[] {
  return [
    ...entries("allow-principal", "allow-host", "ALLOW"),
    ...entries("deny-principal", "deny-host", "DENY"),
  ];

  function entries(
    principalFlag: "allow-principal" | "deny-principal",
    hostFlag: "allow-host" | "deny-host",
    permission: AclPermission,
  ): AclEntry[] {
    const hosts = options.has(hostFlag) ? options.values(hostFlag) : ["*"];
    return givenPrincipals(options, principalFlag).flatMap((principal) =>
      hosts.map((host) => host.trim()).flatMap((host) =>
        operations.map((operation) => ({ principal, host, operation, permission }))
      )
    );
  }
}

/** @throws {PrincipalError} */
export function givenPrincipals(
  options: AclsOptions,
  flag: "allow-principal" | "deny-principal" | "principal",
): string[] {
  return [...new Set(options.values(flag))].map((text) => {
    const principal = text.trim();
    if (/^[^:]+:.+/.test(principal)) return principal;
    throw new PrincipalError(
      `expected a string in format principalType:principalName but got ${principal}`,
    );
  });
}

function refuseUnsupported({ pattern, entries }: ResourceAcls): void {
  const supported = SUPPORTED_OPERATIONS[pattern.type];
  if (supported === undefined) throw new TypeError(`No operations of ${patternText(pattern)}`);
  if (entries.every(({ operation }) => supported.includes(operation))) return;
  throw new UsageError(
    `ResourceType ${pattern.type} only supports operations [${supported.join(", ")}]`,
  );
}
