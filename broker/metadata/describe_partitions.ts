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

/** What a client of Metadata understands. */
export interface PartitionView {
  /** LISTENER_NOT_FOUND (6+); before, LEADER_NOT_AVAILABLE. */
  readonly listenerErrors: boolean;
  /** Replicas that can't be reached are left out, and REPLICA_NOT_AVAILABLE says so (0). */
  readonly aliveOnly: boolean;
}

const NEWEST_VIEW: PartitionView = { listenerErrors: true, aliveOnly: false };

/** Describes partition `index` of `topic` for a client on `listener`. */
export function describePartition(
  image: MetadataImage,
  topic: TopicImage,
  index: number,
  listener: string,
  view: PartitionView = NEWEST_VIEW,
): DescribedPartition {
  const state = topic.partitions[index];
  const leaderReachable = state.leader !== NO_LEADER && reachable(image, state.leader, listener);
  const shown = (replicas: readonly number[]) =>
    view.aliveOnly ? replicas.filter((id) => reachable(image, id, listener)) : replicas;
  const replicaNodes = shown(state.replicas);
  let errorCode: number = Errors.NONE;
  if (!leaderReachable) {
    errorCode = view.listenerErrors && image.brokers.has(state.leader)
      ? Errors.LISTENER_NOT_FOUND
      : Errors.LEADER_NOT_AVAILABLE;
  } else if (replicaNodes.length < state.replicas.length) {
    errorCode = Errors.REPLICA_NOT_AVAILABLE;
  }
  return {
    errorCode,
    partitionIndex: index,
    leaderId: leaderReachable ? state.leader : NO_LEADER,
    leaderEpoch: state.leaderEpoch,
    replicaNodes,
    isrNodes: shown(state.isr),
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
