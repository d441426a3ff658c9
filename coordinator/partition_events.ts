/** Runs the change builder over many partitions: what brokers' comings and goings mean to them. */
import type { PartitionImage, TopicImage } from "../metadata/image/image.ts";
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import { type ControllerState, metadataVersionIn } from "./decision.ts";
import { elrEnabled } from "./feature_levels.ts";
import { acceptableLeaders, defaultDirectory } from "./liveness.ts";
import { changePartition, type PartitionTarget } from "./partition_change.ts";
import { effectiveMinIsr, uncleanElectionEnabled } from "./topic_settings.ts";

/** What the change builder needs to know of a topic. */
type TopicFacts = Pick<PartitionTarget, "metadataVersion" | "elrEnabled" | "minIsr" | "mode">;

function topicFacts(state: ControllerState, topic: TopicImage): TopicFacts {
  return {
    metadataVersion: metadataVersionIn(state),
    elrEnabled: elrEnabled(state.image),
    minIsr: effectiveMinIsr(state, topic),
    mode: uncleanElectionEnabled(state, topic.name) ? "unclean" : "online",
  };
}

/** Everything the change builder needs to know of a partition; callers override what they want changed. */
export function partitionTarget(
  state: ControllerState,
  topic: TopicImage,
  partitionId: number,
  facts: TopicFacts = topicFacts(state, topic),
): PartitionTarget {
  const partition = topic.partitions[partitionId];
  return {
    topicId: topic.id,
    partitionId,
    partition,
    ...facts,
    acceptable: acceptableLeaders(state.image, partition),
    defaultDirectory: (id) => defaultDirectory(state.image.brokers.get(id)),
  };
}

/** Changes for the partitions that have `brokerId` in the ISR: it leaves, and leads no more. */
export function removeFromIsrs(state: ControllerState, brokerId: number): MetadataRecord[] {
  return changes(state, (partition) => partition.isr.includes(brokerId), (target) => ({
    ...target,
    isr: without(target.partition.isr, brokerId),
    acceptable: acceptableLeaders(state.image, target.partition, brokerId),
  }));
}

/** As {@linkcode removeFromIsrs}, and from the ELRs too: the broker may have lost what was not flushed. */
export function removeUnclean(state: ControllerState, brokerId: number): MetadataRecord[] {
  const concerned = (partition: PartitionImage) =>
    partition.isr.includes(brokerId) || partition.elr.includes(brokerId);
  return changes(state, concerned, (target) => ({
    ...target,
    isr: without(target.partition.isr, brokerId),
    uncleanReplicas: [brokerId],
    acceptable: acceptableLeaders(state.image, target.partition, brokerId),
  }));
}

/** Elections for the partitions without a leader, now that `brokerId` is back. */
export function electWithReturning(state: ControllerState, brokerId: number): MetadataRecord[] {
  return changes(state, (partition) => partition.leader < 0, (target) => ({
    ...target,
    acceptable: acceptableLeaders(state.image, target.partition, null, brokerId),
  }));
}

/** Changes for the replicas in directories of `brokerId` that went offline. */
export function removeOfflineDirectories(
  state: ControllerState,
  brokerId: number,
  offline: ReadonlySet<string>,
): MetadataRecord[] {
  const concerned = (partition: PartitionImage) => {
    const index = partition.replicas.indexOf(brokerId);
    return index >= 0 && offline.has(partition.directories[index]) &&
      (partition.isr.includes(brokerId) || partition.leader === brokerId);
  };
  return changes(state, concerned, (target) => ({
    ...target,
    isr: without(target.partition.isr, brokerId),
    acceptable: acceptableLeaders(state.image, target.partition, brokerId),
  }));
}

/** Whether `brokerId` leads any partition. */
export function leadsSome(state: Pick<ControllerState, "image">, brokerId: number): boolean {
  for (const topic of state.image.topics.byId.values()) {
    for (const partition of topic.partitions) if (partition.leader === brokerId) return true;
  }
  return false;
}

function changes(
  state: ControllerState,
  concerned: (partition: PartitionImage) => boolean,
  change: (target: PartitionTarget) => PartitionTarget,
): MetadataRecord[] {
  const records: MetadataRecord[] = [];
  for (const topic of state.image.topics.byId.values()) {
    let facts: TopicFacts | undefined;
    topic.partitions.forEach((partition, partitionId) => {
      if (!concerned(partition)) return;
      facts ??= topicFacts(state, topic);
      const record = changePartition(change(partitionTarget(state, topic, partitionId, facts)));
      if (record !== null) records.push(record);
    });
  }
  return records;
}

function without(list: readonly number[], id: number): number[] {
  return list.filter((other) => other !== id);
}
