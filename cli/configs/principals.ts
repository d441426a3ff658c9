/** Entities that have quotas, and users, who have credentials too. */
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { Random } from "../../runtime/runtime.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import { SCRAM_MECHANISMS } from "../salted_password.ts";
import type { Changes } from "./changes.ts";
import type { CheckedEntities } from "./check_flags.ts";
import { ConfigCommandError } from "./config_command_error.ts";
import { ADDRESS_QUOTAS, alterQuotas, CLIENT_QUOTAS, describeQuotas } from "./quotas.ts";
import { alterScram, describeScram } from "./scram.ts";

/** @throws {ApiError} */
export async function describePrincipals(
  cluster: ClusterClient,
  entities: CheckedEntities,
  output: ToolOutput,
): Promise<void> {
  const documents = await describeQuotas(cluster, entities, output);
  const { types, names } = entities;
  const mayHaveCredentials = types[0] === "users" && types.length === 1 && !names.includes("");
  if (mayHaveCredentials) documents.push(...await describeScram(cluster, names, output));
  output.json(documents);
}

/** @throws {ConfigCommandError | ApiError} */
export async function alterPrincipals(
  cluster: ClusterClient,
  entities: CheckedEntities,
  changes: Changes,
  random: Random,
): Promise<void> {
  const kind = checkChanges(entities, changes);
  if (kind === "quotas") await alterQuotas(cluster, entities, changes);
  else await alterScram(cluster, entities.names[0], changes, random);
}

/**
 * Quotas and credentials are changed by different requests, so not at once.
 *
 * @throws {ConfigCommandError}
 */
export function checkChanges(
  { types, names }: CheckedEntities,
  { added, deleted }: Changes,
): "quotas" | "credentials" {
  const keys = [...added.keys()];
  if (types[0] === "ips") {
    const unknown = [...keys, ...deleted].filter((key) => !ADDRESS_QUOTAS.has(key));
    if (unknown.length > 0) {
      refuse("Only connection quota configs can be added for 'ips'", unknown.join(","));
    }
    return "quotas";
  }
  const onlyQuotas = types.includes("clients");
  const isKnown = (key: string) =>
    CLIENT_QUOTAS.has(key) || !onlyQuotas && SCRAM_MECHANISMS.has(key);
  const what = onlyQuotas ? "quota" : "quota and SCRAM credential";
  const type = onlyQuotas ? "clients" : "users";
  for (const [list, verb] of [[keys, "added"], [deleted, "deleted"]] as const) {
    const unknown = list.filter((key) => !isKnown(key));
    if (unknown.length === 0) continue;
    refuse(`Only ${what} configs can be ${verb} for '${type}'`, `Set(${unknown.join(", ")})`);
  }
  const all = [...keys, ...deleted];
  if (!all.some((key) => SCRAM_MECHANISMS.has(key))) return "quotas";
  if (names.includes("")) {
    throw new ConfigCommandError(
      "The use of --entity-default or --user-defaults is not allowed with User SCRAM Credentials " +
        "using --bootstrap-server.",
    );
  }
  if (all.some((key) => CLIENT_QUOTAS.has(key))) {
    throw new ConfigCommandError(
      "Cannot alter both quota and SCRAM credential configs simultaneously for 'users' using " +
        "--bootstrap-server.",
    );
  }
  return "credentials";
}

function refuse(what: string, names: string): never {
  throw new ConfigCommandError(
    `${what} using --bootstrap-server. Unexpected config names: ${names}`,
  );
}
