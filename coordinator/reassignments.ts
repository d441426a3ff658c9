/** AlterPartitionReassignments and ListPartitionReassignments (KIP-455). */
import type { MetadataImage, PartitionImage, TopicImage } from "../metadata/image/image.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type {
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse,
} from "../protocol/messages/alter_partition_reassignments.ts";
import type {
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse,
} from "../protocol/messages/list_partition_reassignments.ts";
import { type ControllerState, type Decision, piecewise } from "./decision.ts";
import { type Failure, failure, failureOf, SUCCESS } from "./failure.ts";
import { checkManualAssignment } from "./manual_assignment.ts";
import { changePartition } from "./partition_change.ts";
import { partitionTarget } from "./partition_events.ts";
import { uncleanElectionEnabled } from "./topic_settings.ts";

type AlterRequest = DecodedMessage<typeof AlterPartitionReassignmentsRequest>;
type TopicResult = EncodableMessage<
  typeof AlterPartitionReassignmentsResponse
>["responses"][number];
type ListRequest = DecodedMessage<typeof ListPartitionReassignmentsRequest>;
type Listed = EncodableMessage<typeof ListPartitionReassignmentsResponse>["topics"][number];

/** One result per partition; each fails or succeeds alone. */
export function alterReassignments(
  state: ControllerState,
  { topics, allowReplicationFactorChange }: AlterRequest,
): Decision<readonly TopicResult[]> {
  const records: MetadataRecord[] = [];
  const results = topics.map(({ name, partitions }): TopicResult => ({
    name,
    partitions: partitions.map(({ partitionIndex, replicas }) => {
      const outcome = reassign(state, name, partitionIndex, replicas, allowReplicationFactorChange);
      if ("record" in outcome) {
        if (outcome.record !== null) records.push(outcome.record);
        return { partitionIndex, ...SUCCESS };
      }
      return { partitionIndex, ...outcome };
    }),
  }));
  return piecewise(records, results);
}

function reassign(
  state: ControllerState,
  topicName: string,
  partitionId: number,
  replicas: readonly number[] | null,
  allowReplicationFactorChange: boolean,
): Failure | { readonly record: MetadataRecord | null } {
  const unknown = (what: string) =>
    failure(Errors.UNKNOWN_TOPIC_OR_PARTITION, `Unable to find ${what}.`);
  const topic = state.image.topics.byName.get(topicName);
  if (topic === undefined) return unknown(`a topic named ${topicName}`);
  const partition = topic.partitions[partitionId];
  if (partition === undefined) return unknown(`partition ${topicName}:${partitionId}`);
  try {
    if (replicas !== null) {
      if (!allowReplicationFactorChange) checkReplicationFactor(partition, replicas);
      return { record: change(state, topic, partitionId, replicas) };
    }
    if (!isReassigning(partition)) return failure(Errors.NO_REASSIGNMENT_IN_PROGRESS, null);
    return { record: cancel(state, topic, partitionId) };
  } catch (error) {
    return failureOf(error);
  }
}

/** The replicas asked for come first, those to be removed stay until the others are in sync. */
function change(
  state: ControllerState,
  topic: TopicImage,
  partitionId: number,
  replicas: readonly number[],
): MetadataRecord | null {
  checkManualAssignment(state.image, replicas, null);
  const target = partitionTarget(state, topic, partitionId);
  const { partition } = target;
  const removing = sorted(partition.replicas.filter((id) => !replicas.includes(id)));
  const adding = sorted(replicas.filter((id) => !partition.replicas.includes(id)));
  return changePartition({
    ...target,
    replicas: [...replicas, ...removing],
    ...(removing.length > 0 && { removing }),
    ...(adding.length > 0 && { adding }),
  });
}

/** Takes out what was being added, and keeps what was to be removed. */
function cancel(
  state: ControllerState,
  topic: TopicImage,
  partitionId: number,
): MetadataRecord | null {
  const target = partitionTarget(state, topic, partitionId);
  const { addingReplicas, replicas, isr } = target.partition;
  const stays = (id: number) => !addingReplicas.includes(id);
  const before = replicas.filter(stays);
  let inSync = isr.filter(stays);
  const invalid = (message: string) => new ApiError(Errors.INVALID_REPLICA_ASSIGNMENT, message);
  if (before.length === 0) {
    throw invalid("Invalid replica assignment: addingReplicas contains all replicas.");
  }
  if (inSync.length === 0) {
    if (!uncleanElectionEnabled(state, topic.name)) {
      throw invalid(
        `Unable to revert partition assignment for ${topic.name}:${partitionId} because it would require an ` +
          `unclean leader election.`,
      );
    }
    inSync = [before[0]];
  }
  return changePartition({ ...target, replicas: before, isr: inSync, removing: [], adding: [] });
}

function checkReplicationFactor(partition: PartitionImage, replicas: readonly number[]): void {
  const now = partition.replicas.filter((id) => !partition.removingReplicas.includes(id)).length;
  if (now !== replicas.length) {
    throw new ApiError(
      Errors.INVALID_REPLICATION_FACTOR,
      `The replication factor is changed from ${now} to ${replicas.length}`,
    );
  }
}

/** The reassignments under way, of the partitions named or of all. */
export function listReassignments({ topics }: MetadataImage, request: ListRequest): Listed[] {
  const asked = request.topics ??
    [...topics.byName.values()].map(({ name, partitions }) => ({
      name,
      partitionIndexes: partitions.map((_, index) => index),
    }));
  return asked.map(({ name, partitionIndexes }): Listed => ({
    name,
    partitions: partitionIndexes.flatMap((partitionIndex) => {
      const partition = topics.byName.get(name)?.partitions[partitionIndex];
      if (partition === undefined || !isReassigning(partition)) return [];
      const { replicas, addingReplicas, removingReplicas } = partition;
      return [{ partitionIndex, replicas, addingReplicas, removingReplicas }];
    }),
  })).filter(({ partitions }) => partitions.length > 0);
}

function isReassigning({ addingReplicas, removingReplicas }: PartitionImage): boolean {
  return addingReplicas.length > 0 || removingReplicas.length > 0;
}

function sorted(ids: number[]): number[] {
  return ids.sort((a, b) => a - b);
}
