/** Partitions that are about to be: where their replicas go, and their records. */
import { partitionRecord } from "../metadata/image/image_records.ts";
import type { BrokerRegistration, MetadataImage } from "../metadata/image/image.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import { type ControllerState, metadataVersionIn } from "./decision.ts";
import { defaultDirectory, isActive } from "./liveness.ts";
import { placeReplicas, type UsableBroker } from "./placement.ts";

export interface NewPartition {
  readonly replicas: readonly number[];
  /** The replicas on active brokers; the first leads. */
  readonly isr: readonly number[];
}

/**
 * Chooses brokers for `count` partitions.
 *
 * @throws {ApiError} INVALID_REPLICATION_FACTOR.
 */
export function placePartitions(
  state: ControllerState,
  count: number,
  replicationFactor: number,
): NewPartition[] {
  const { image, random } = state;
  const refuse = (reason: string) =>
    new ApiError(
      Errors.INVALID_REPLICATION_FACTOR,
      `Unable to replicate the partition ${replicationFactor} time(s): ${reason}`,
    );
  let lists: number[][];
  try {
    lists = placeReplicas(count, replicationFactor, usableBrokers(image), random);
  } catch (error) {
    throw error instanceof ApiError ? refuse(error.message) : error;
  }
  return lists.map((replicas) => {
    const isr = replicas.filter((id) => isActive(image.brokers.get(id)));
    if (isr.length === 0) {
      throw refuse("All brokers are currently fenced or in controlled shutdown.");
    }
    return { replicas, isr };
  });
}

/** The PartitionRecord of a new partition. */
export function newPartitionRecord(
  state: ControllerState,
  topicId: string,
  partitionId: number,
  { replicas, isr }: NewPartition,
): MetadataRecord {
  const partition = {
    replicas,
    isr,
    directories: replicas.map((id) => defaultDirectory(state.image.brokers.get(id))),
    removingReplicas: [],
    addingReplicas: [],
    elr: [],
    lastKnownElr: [],
    leader: isr[0],
    leaderRecoveryState: 0,
    leaderEpoch: 0,
    partitionEpoch: 0,
  };
  return partitionRecord(topicId, partitionId, partition, metadataVersionIn(state));
}

function* usableBrokers(image: MetadataImage): Generator<UsableBroker> {
  for (const broker of image.brokers.values()) {
    if (!broker.inControlledShutdown && !isCordoned(broker)) yield broker;
  }
}

/** Whether all log directories of the broker refuse new replicas. */
function isCordoned(broker: BrokerRegistration): boolean {
  return broker.logDirs.length > 0 &&
    broker.logDirs.every((id) => broker.cordonedLogDirs.includes(id));
}
