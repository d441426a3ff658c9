/** Which groups an action is about. */
import type { ListedGroup } from "../../client/admin/groups.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { allGroups } from "../all_groups.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ConsumerGroupsFlag } from "./flags.ts";

const CONSUMER_PROTOCOLS: ReadonlySet<string> = new Set(["", "consumer"]);
const CONSUMER_TYPES: ReadonlySet<string> = new Set(["", "classic", "consumer"]);

/**
 * The cluster's consumer groups, sorted by id.
 *
 * @param filters empty ones let everything through; case does not matter
 * @throws {NoBrokersError | ApiError}
 */
export async function findGroups(
  cluster: ClusterClient,
  filters: { readonly states?: readonly string[]; readonly types?: readonly string[] } = {},
): Promise<ListedGroup[]> {
  const { states = [], types = [] } = filters;
  const passes = (allowed: readonly string[], value: string) =>
    allowed.length === 0 || allowed.some((it) => it.toLowerCase() === value.toLowerCase());
  const groups = await allGroups(cluster, { states, types });
  return groups.filter(({ protocolType, type, state }) =>
    CONSUMER_PROTOCOLS.has(protocolType) && CONSUMER_TYPES.has(type.toLowerCase()) &&
    // Brokers that are too old for the filters answer with all groups.
    passes(states, state) && passes(types, type)
  );
}

/** The ids that `--group` names, or `--all-groups` means. @throws {NoBrokersError | ApiError} */
export async function meantGroups(
  cluster: ClusterClient,
  options: ParsedOptions<ConsumerGroupsFlag>,
): Promise<string[]> {
  if (!options.has("all-groups")) return [...new Set(options.values("group"))];
  return (await findGroups(cluster)).map(({ groupId }) => groupId);
}
