/** How partitions look in Metadata and DescribeTopicPartitions answers. */
import {
  type MetadataImage,
  NO_LEADER,
  type PartitionImage,
  type TopicImage,
} from "../../metadata/image/image.ts";
import { Errors } from "../../protocol/errors.ts";

export interface DescribedPartition {
  readonly errorCode: number;
  readonly partitionIndex: number;
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly replicaNodes: readonly number[];
  readonly isrNodes: readonly number[];
  readonly eligibleLeaderReplicas: readonly number[];
  readonly lastKnownElr: readonly number[];
  readonly offlineReplicas: readonly number[];
}

/**
 * Describes partition `index` of `topic` for a client on `listener`.
 *
 * @param listenerErrors The client knows LISTENER_NOT_FOUND (Metadata 6+); else it gets LEADER_NOT_AVAILABLE.
 */
export function describePartition(
  image: MetadataImage,
  topic: TopicImage,
  index: number,
  listener: string,
  listenerErrors = true,
): DescribedPartition {
  const state = topic.partitions[index];
  const leaderReachable = state.leader !== NO_LEADER && reachable(image, state.leader, listener);
  let errorCode: number = Errors.NONE;
  if (state.leader === NO_LEADER) errorCode = Errors.LEADER_NOT_AVAILABLE;
  else if (!leaderReachable) {
    errorCode = listenerErrors ? Errors.LISTENER_NOT_FOUND : Errors.LEADER_NOT_AVAILABLE;
  }
  return {
    errorCode,
    partitionIndex: index,
    leaderId: leaderReachable ? state.leader : NO_LEADER,
    leaderEpoch: state.leaderEpoch,
    replicaNodes: state.replicas,
    isrNodes: state.isr,
    eligibleLeaderReplicas: state.elr,
    lastKnownElr: state.lastKnownElr,
    offlineReplicas: offlineReplicas(image, state, listener),
  };
}

function reachable(image: MetadataImage, brokerId: number, listener: string): boolean {
  const broker = image.brokers.get(brokerId);
  return broker !== undefined && !broker.fenced &&
    broker.endpoints.some(({ name }) => name === listener);
}

function offlineReplicas(
  image: MetadataImage,
  state: PartitionImage,
  listener: string,
): readonly number[] {
  return state.replicas.filter((id) => !reachable(image, id, listener));
}
