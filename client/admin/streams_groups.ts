/** Streams groups as administrators see them (KIP-1071). */
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { itemError } from "./item_error.ts";

export type DescribedStreamsGroup = DecodedMessage<
  (typeof Apis.StreamsGroupDescribe)["response"]
>["groups"][number];

/** @throws {ApiError} GROUP_ID_NOT_FOUND, ... */
export async function describeStreamsGroup(
  cluster: ClusterClient,
  groupId: string,
  options: RetryOptions = {},
): Promise<DescribedStreamsGroup> {
  const { groups: [group] } = await cluster.callCoordinator(
    "group",
    groupId,
    Apis.StreamsGroupDescribe,
    { groupIds: [groupId], includeAuthorizedOperations: false },
    {
      ...options,
      // Others are thrown with the message that comes with them.
      errorOf: ({ groups }) => itemError(groups[0].errorCode)?.retriable ? groups[0].errorCode : 0,
    },
  );
  const error = itemError(group.errorCode, group.errorMessage);
  if (error !== null) throw error;
  return group;
}

/** Topics that the group's members read: its input, and what they pass on among themselves. */
export function sourceTopics({ topology }: DescribedStreamsGroup): {
  readonly input: readonly string[];
  readonly internal: readonly string[];
  /** Topics of state stores, which nobody reads but to recover. */
  readonly changelogs: readonly string[];
} {
  const parts = topology?.subtopologies ?? [];
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  return {
    input: unique(parts.flatMap(({ sourceTopics }) => sourceTopics)),
    internal: unique(
      parts.flatMap(({ repartitionSourceTopics }) => names(repartitionSourceTopics)),
    ),
    changelogs: unique(parts.flatMap(({ stateChangelogTopics }) => names(stateChangelogTopics))),
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
