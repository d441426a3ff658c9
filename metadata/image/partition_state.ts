/** One partition's state from its records. */
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type {
  PartitionChangeRecord,
  PartitionRecord,
} from "../../protocol/data/metadata_records.ts";
import type { PartitionImage } from "./image.ts";
import { ReplayError } from "./replay_error.ts";
import { MIGRATING_DIRECTORY } from "./reserved_directories.ts";

/** Value of PartitionChangeRecord's leader that leaves the leader and its epoch alone. */
export const NO_LEADER_CHANGE = -2;
/** Value of PartitionChangeRecord's leaderRecoveryState that leaves it alone. */
const NO_RECOVERY_CHANGE = -1;

/** The partition that a PartitionRecord tells. */
export function newPartition(record: DecodedMessage<typeof PartitionRecord>): PartitionImage {
  const { replicas, directories } = record;
  if (directories.length !== 0 && directories.length !== replicas.length) {
    throw new ReplayError(`${directories.length} directories for ${replicas.length} replicas`);
  }
  return {
    replicas,
    directories: directories.length === 0 ? replicas.map(() => MIGRATING_DIRECTORY) : directories,
    isr: record.isr,
    removingReplicas: record.removingReplicas,
    addingReplicas: record.addingReplicas,
    elr: record.eligibleLeaderReplicas ?? [],
    lastKnownElr: record.lastKnownElr ?? [],
    leader: record.leader,
    leaderRecoveryState: record.leaderRecoveryState,
    leaderEpoch: record.leaderEpoch,
    partitionEpoch: record.partitionEpoch,
  };
}

/**
 * `before` with the fields changed that the record carries. The partition epoch grows by one; the leader epoch too when
 * the record names a leader, even the same one.
 */
export function changePartition(
  before: PartitionImage,
  record: DecodedMessage<typeof PartitionChangeRecord>,
): PartitionImage {
  const replicas = record.replicas ?? before.replicas;
  const directories = record.directories ??
    (record.replicas === null ? before.directories : directoriesOf(before, replicas));
  if (directories.length !== replicas.length) {
    throw new ReplayError(`${directories.length} directories for ${replicas.length} replicas`);
  }
  const elected = record.leader !== NO_LEADER_CHANGE;
  return {
    replicas,
    directories,
    isr: record.isr ?? before.isr,
    removingReplicas: record.removingReplicas ?? before.removingReplicas,
    addingReplicas: record.addingReplicas ?? before.addingReplicas,
    elr: record.eligibleLeaderReplicas ?? before.elr,
    lastKnownElr: record.lastKnownElr ?? before.lastKnownElr,
    leader: elected ? record.leader : before.leader,
    leaderRecoveryState: record.leaderRecoveryState === NO_RECOVERY_CHANGE
      ? before.leaderRecoveryState
      : record.leaderRecoveryState,
    leaderEpoch: before.leaderEpoch + (elected ? 1 : 0),
    partitionEpoch: before.partitionEpoch + 1,
  };
}

/** Where records carry no directories, replicas that stay keep theirs. */
function directoriesOf(before: PartitionImage, replicas: readonly number[]): string[] {
  return replicas.map((id) => {
    const index = before.replicas.indexOf(id);
    return index < 0 ? MIGRATING_DIRECTORY : before.directories[index];
  });
}
