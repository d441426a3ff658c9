/** Groups of the whole cluster: list, describe classic ones, delete. */
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type { ApiError } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { itemError } from "./item_error.ts";

export interface ListedGroup {
  readonly groupId: string;
  readonly protocolType: string;
  /** Empty where the broker does not tell. */
  readonly state: string;
  readonly type: string;
}

type Described = DecodedMessage<(typeof Apis.DescribeGroups)["response"]>["groups"][number];

const FIRST_WITH_STATES = 4;
const FIRST_WITH_TYPES = 5;

/**
 * Groups of all brokers, sorted by id. Brokers too old for a filter answer with all of theirs.
 *
 * @throws {ApiError} The first error that a broker answers with.
 */
export async function listGroups(
  cluster: ClusterClient,
  { states = [], types = [], ...options }: RetryOptions & {
    readonly states?: readonly string[];
    readonly types?: readonly string[];
  } = {},
): Promise<ListedGroup[]> {
  const nodes = await cluster.nodes();
  const answers = await Promise.all(nodes.map(async ({ id }) => {
    const version = (await cluster.node(id)).versionFor(Apis.ListGroups);
    const request = {
      statesFilter: version >= FIRST_WITH_STATES ? states : [],
      typesFilter: version >= FIRST_WITH_TYPES ? types : [],
    };
    return await cluster.callNode(id, Apis.ListGroups, request, {
      ...options,
      errorOf: ({ errorCode }) => errorCode,
    });
  }));
  const groups = new Map<string, ListedGroup>();
  for (const { groupId, protocolType, groupState, groupType } of answers.flatMap((a) => a.groups)) {
    groups.set(groupId, { groupId, protocolType, state: groupState, type: groupType });
  }
  return [...groups.values()].sort((a, b) => a.groupId < b.groupId ? -1 : 1);
}

/** One classic group with its members. @throws {ApiError} GROUP_ID_NOT_FOUND (new brokers), ... */
export async function describeClassicGroup(
  cluster: ClusterClient,
  groupId: string,
  options: RetryOptions = {},
): Promise<Described> {
  const { groups } = await cluster.callCoordinator(
    "group",
    groupId,
    Apis.DescribeGroups,
    { groups: [groupId], includeAuthorizedOperations: false },
    { ...options, errorOf: ({ groups }) => groups[0].errorCode },
  );
  return groups[0];
}

/** Deletes groups that have no members. Answers in the order of the ids. */
export async function deleteGroups(
  cluster: ClusterClient,
  groupIds: readonly string[],
  options: RetryOptions = {},
): Promise<{ readonly groupId: string; readonly error: ApiError | null }[]> {
  return await Promise.all(groupIds.map(async (groupId) => {
    const { results } = await cluster.callCoordinator(
      "group",
      groupId,
      Apis.DeleteGroups,
      { groupsNames: [groupId] },
      {
        ...options,
        errorOf: ({ results }) =>
          itemError(results[0].errorCode)?.retriable ? results[0].errorCode : 0,
      },
    );
    return { groupId, error: itemError(results[0].errorCode) };
  }));
}
