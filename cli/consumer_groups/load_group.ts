/** Asks a group's coordinator what it knows of the group. */
import { describeClassicGroup } from "../../client/admin/groups.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import type { TopicPartition } from "../../client/topic_partition.ts";
import { Apis } from "../../protocol/apis.ts";
import { decodeAssignment } from "../../protocol/data/consumer_protocol.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { named } from "../cluster.ts";
import { deadGroup, type GroupDescription, inTopicOrder } from "./group_description.ts";

const CONSUMER_PROTOCOLS: ReadonlySet<string> = new Set(["", "consumer"]);

/** The group is none of consumers: of Kafka Connect's workers, say. */
export class NoConsumerGroupError extends Error {
  override name = "NoConsumerGroupError";
}

/**
 * A group of either protocol; one that is not there is `Dead`.
 *
 * @throws {ApiError} GROUP_AUTHORIZATION_FAILED, REQUEST_TIMED_OUT, ...
 * @throws {NoConsumerGroupError}
 */
export async function loadGroup(
  cluster: ClusterClient,
  groupId: string,
): Promise<GroupDescription> {
  try {
    return await named(
      "describeConsumerGroups(api=FIND_COORDINATOR)",
      (async () => await loadModern(cluster, groupId) ?? await loadClassic(cluster, groupId))(),
    );
  } catch (error) {
    if (isError(error, Errors.GROUP_ID_NOT_FOUND)) return deadGroup(groupId);
    throw error;
  }
}

/** Null if it is no group of the consumer protocol, or the brokers don't know that protocol. */
async function loadModern(
  cluster: ClusterClient,
  groupId: string,
): Promise<GroupDescription | null> {
  try {
    const { groups: [group] } = await cluster.callCoordinator(
      "group",
      groupId,
      Apis.ConsumerGroupDescribe,
      { groupIds: [groupId], includeAuthorizedOperations: false },
      { errorOf: ({ groups }) => groups[0].errorCode },
    );
    return {
      groupId,
      state: group.groupState,
      assignor: group.assignorName,
      epochs: { group: group.groupEpoch, assignment: group.assignmentEpoch },
      members: group.members.map((member) => ({
        memberId: member.memberId,
        groupInstanceId: member.instanceId,
        clientId: member.clientId,
        host: member.clientHost,
        assignment: namedPartitions(member.assignment),
        target: {
          memberEpoch: member.memberEpoch,
          assignment: namedPartitions(member.targetAssignment),
        },
      })),
    };
  } catch (error) {
    if (isError(error, Errors.GROUP_ID_NOT_FOUND, Errors.UNSUPPORTED_VERSION)) return null;
    throw error;
  }
}

async function loadClassic(cluster: ClusterClient, groupId: string): Promise<GroupDescription> {
  const { protocolType, groupState, protocolData, members } = await describeClassicGroup(
    cluster,
    groupId,
  );
  if (!CONSUMER_PROTOCOLS.has(protocolType)) {
    throw new NoConsumerGroupError(`GroupId ${groupId} is not a consumer group (${protocolType}).`);
  }
  return {
    groupId,
    state: groupState,
    assignor: protocolData,
    members: members.map((
      { memberId, groupInstanceId, clientId, clientHost, memberAssignment },
    ) => ({
      memberId,
      groupInstanceId,
      clientId,
      host: clientHost,
      assignment: decodePartitions(memberAssignment),
    })),
  };
}

interface AssignedTopic {
  readonly topicName: string;
  readonly partitions: readonly number[];
}

function namedPartitions(
  { topicPartitions }: { readonly topicPartitions: readonly AssignedTopic[] },
): TopicPartition[] {
  return inTopicOrder(
    topicPartitions.flatMap(({ topicName, partitions }) =>
      partitions.map((partition) => ({ topic: topicName, partition }))
    ),
  );
}

/** Nothing is assigned while the group rebalances. */
function decodePartitions(bytes: Uint8Array): TopicPartition[] {
  if (bytes.length === 0) return [];
  const { assignedPartitions } = decodeAssignment(bytes);
  return inTopicOrder(
    assignedPartitions.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition }))
    ),
  );
}

function isError(error: unknown, ...codes: readonly number[]): boolean {
  return error instanceof ApiError && codes.includes(error.code);
}
