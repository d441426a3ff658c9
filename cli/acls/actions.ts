/** What kafka-acls does: list, add, remove. */
import {
  type Acl,
  type AclEntry,
  createAcls,
  deleteAcls,
  describeAcls,
} from "../../client/admin/acls.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { ApiError } from "../../protocol/errors.ts";
import { named } from "../cluster.ts";
import type { FlagToolContext } from "../flag_tool.ts";
import type { Column } from "../output/listing.ts";
import { UsageError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import { aclText, entryLines, entryText, patternText } from "./acl_text.ts";
import type { AclsFlag } from "./flags.ts";
import {
  givenAcls,
  givenPatterns,
  givenPatternType,
  givenPrincipals,
  type ResourceAcls,
} from "./given_acls.ts";
import { Questions } from "./questions.ts";

type AclsOptions = ParsedOptions<AclsFlag>;

/** @throws {ApiError | PrincipalError | OptionError} */
export async function listAcls(
  cluster: ClusterClient,
  options: AclsOptions,
  { output }: FlagToolContext,
): Promise<void> {
  const patterns = givenPatterns(options);
  const principals = givenPrincipals(options, "principal");
  const filters = patterns.length === 0 ? [{}] : patterns.map((pattern) => ({ pattern }));
  const answers = await Promise.all(
    filters.map((filter) => named("describeAcls", describeAcls(cluster, filter))),
  );
  const resources = byResource(answers.flat());
  const ofPrincipal = (principal: string) =>
    resources.map(({ pattern, entries }) => ({
      pattern,
      entries: entries.filter((entry) => entry.principal === principal),
    })).filter(({ entries }) => entries.length > 0);
  if (output.isJson) {
    const shown = principals.length === 0 ? resources : principals.flatMap(ofPrincipal);
    return output.json(
      shown.flatMap(({ pattern, entries }) =>
        entries.map(({ permission, ...entry }) => ({
          resourceType: pattern.type,
          name: pattern.name,
          patternType: pattern.patternType,
          ...entry,
          permissionType: permission,
        }))
      ),
    );
  }
  if (principals.length === 0) print(resources);
  for (const principal of principals) {
    output.line(`ACLs for principal \`${principal}\``);
    print(ofPrincipal(principal));
  }

  function print(resources: readonly ResourceAcls[]): void {
    for (const { pattern, entries } of resources) {
      output.heading(`Current ACLs for resource \`${patternText(pattern)}\`:`);
      const table = output.table({ columns: ENTRY_COLUMNS, rows: entries, kafka: entriesText });
      output.line(table);
    }
  }
}

function entriesText(_: unknown, entries: readonly AclEntry[]): string {
  return `${entryLines(entries)}\n`;
}

const ENTRY_COLUMNS: readonly Column<AclEntry>[] = [
  { title: "principal", of: ({ principal }) => principal },
  { title: "host", of: ({ host }) => host },
  { title: "operation", of: ({ operation }) => operation },
  {
    title: "permissionType",
    of: ({ permission }) => permission,
    tone: ({ permission }) => permission === "DENY" ? "bad" : undefined,
  },
];

/** @throws {ApiError | PrincipalError | UsageError | OptionError} */
export async function addAcls(
  cluster: ClusterClient,
  options: AclsOptions,
  { output }: FlagToolContext,
): Promise<void> {
  const patternType = givenPatternType(options);
  if (patternType !== "LITERAL" && patternType !== "PREFIXED") {
    throw new UsageError(
      `A '--resource-pattern-type' value of '${patternType}' is not valid when adding acls.`,
    );
  }
  const resources = givenAcls(options);
  if (resources.every(({ entries }) => entries.length === 0)) {
    throw new UsageError(
      "You must specify one of: --allow-principal, --deny-principal when trying to add ACLs.",
    );
  }
  for (const { pattern, entries } of resources) {
    const present = await named("describeAcls", describeAcls(cluster, { pattern }));
    const known = new Set(present.map(({ entry }) => entryText(entry)));
    const isKnown = new Map(entries.map((entry) => [entry, known.has(entryText(entry))]));
    for (const entry of entries) {
      if (isKnown.get(entry)) output.line(`Acl ${aclText({ pattern, entry })} already exists.`);
    }
    const added = entries.filter((entry) => !isKnown.get(entry));
    if (added.length === 0) continue;
    output.line(
      `Adding ACLs for resource \`${patternText(pattern)}\`: \n ${entryLines(added)}\n`,
    );
    const acls = added.map((entry) => ({ pattern, entry }));
    throwFirst(await named("createAcls", createAcls(cluster, acls)));
  }
}

/** @throws {ApiError | PrincipalError | UsageError | OptionError} */
export async function removeAcls(
  cluster: ClusterClient,
  options: AclsOptions,
  context: FlagToolContext,
): Promise<void> {
  const questions = new Questions(context);
  for (const { pattern, entries } of givenAcls(options)) {
    const what = `resource filter \`${patternText(pattern)}\`? (y/n)`;
    const question = entries.length === 0
      ? `Are you sure you want to delete all ACLs for ${what}`
      : `Are you sure you want to remove ACLs: \n ${entryLines(entries)}\n from ${what}`;
    if (!options.has("force") && !(await questions.confirm(question))) continue;
    const filters = entries.length === 0
      ? [{ pattern }]
      : entries.map((entry) => ({ pattern, entry }));
    throwFirst(await named("deleteAcls", deleteAcls(cluster, filters)));
  }
}

function byResource(acls: readonly Acl[]): ResourceAcls[] {
  const groups = Map.groupBy(acls, ({ pattern }) => patternText(pattern));
  return Array.from(groups.values(), (group) => {
    // A resource that several filters mean is shown once.
    const entries = new Map(group.map(({ entry }) => [entryText(entry), entry]));
    return { pattern: group[0].pattern, entries: [...entries.values()] };
  });
}

function throwFirst(errors: readonly (ApiError | null)[]): void {
  const error = errors.find((it) => it !== null);
  if (error != null) throw error;
}
