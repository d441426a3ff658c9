/**
 * The one place that computes a change of a partition: completes reassignments, keeps the ELR (KIP-966), elects leaders
 * and bumps epochs (metadata-quorum 4.5). Everything that touches a partition goes through here, so that the rules hold
 * whatever the occasion.
 */
import type { PartitionImage } from "../metadata/image/image.ts";
import { NO_LEADER } from "../metadata/image/image.ts";
import { NO_LEADER_CHANGE } from "../metadata/image/partition_state.ts";
import { partitionVersion } from "../metadata/image/record_versions.ts";
import { MetadataVersion } from "../metadata/metadata_version.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { elect, type ElectionMode } from "./election.ts";
import type { Acceptable } from "./liveness.ts";
import { completeReassignment } from "./reassignment_completion.ts";

export const RECOVERED = 0;
export const RECOVERING = 1;

export type PartitionChange = MetadataRecord & { readonly type: "PartitionChangeRecord" };

/** What is wanted, and what it is judged by. Left out: as it is. */
export interface PartitionTarget {
  readonly topicId: string;
  readonly partitionId: number;
  readonly partition: PartitionImage;
  readonly metadataVersion: number;
  readonly elrEnabled: boolean;
  /** Effective: not above the number of replicas. */
  readonly minIsr: number;
  readonly acceptable: Acceptable;
  readonly mode: ElectionMode;
  /** Directory of a replica that is new on a broker. */
  readonly defaultDirectory: (broker: number) => string;
  readonly isr?: readonly number[];
  readonly replicas?: readonly number[];
  readonly removing?: readonly number[];
  readonly adding?: readonly number[];
  readonly recoveryState?: number;
  /** Same length as the partition's replicas now. */
  readonly directories?: readonly string[];
  /** Replicas whose broker went down uncleanly: not eligible, they may have lost data. */
  readonly uncleanReplicas?: readonly number[];
}

/** The record that leads to the target, or null where nothing changes. */
export function changePartition(
  target: PartitionTarget,
): PartitionChange | null {
  const { partition, elrEnabled } = target;
  const wanted = completeReassignment({
    isr: target.isr ?? partition.isr,
    replicas: target.replicas ?? partition.replicas,
    removing: target.removing ?? partition.removingReplicas,
    adding: target.adding ?? partition.addingReplicas,
  });
  let isr = wanted.isr;
  let elr = elrEnabled ? eligible(target, wanted.isr, wanted.replicas) : [];
  let recoveryState = target.recoveryState ?? partition.leaderRecoveryState;
  let leader = NO_LEADER_CHANGE;

  const election = elect({
    mode: target.mode,
    leader: partition.leader,
    replicas: wanted.replicas,
    isr,
    elr,
    lastKnownElr: elrEnabled ? partition.lastKnownElr : [],
    acceptable: target.acceptable,
  });
  if (election.leader !== partition.leader) {
    leader = election.leader;
    if (election.unclean) {
      isr = [leader];
      elr = [];
      if (target.metadataVersion >= MetadataVersion.IBP_3_2_IV0_LEADER_RECOVERY) {
        recoveryState = RECOVERING;
      }
    } else if (elr.includes(leader)) {
      isr = [leader];
      elr = elr.filter((replica) => replica !== leader);
    }
  }
  // Without ELR the last member stays: it alone is known to hold everything.
  if (isr.length === 0 && !elrEnabled) isr = partition.isr;
  const isrChanged = !sameList(isr, partition.isr);

  if (leader === NO_LEADER_CHANGE) {
    const dropsReplica = partition.replicas.some((id) => !wanted.replicas.includes(id));
    const shrinks = isrChanged && partition.isr.some((id) => !isr.includes(id)) &&
      target.metadataVersion < MetadataVersion.IBP_3_6_IV0_NO_EPOCH_BUMP_ON_SHRINK;
    if (dropsReplica || shrinks) leader = partition.leader;
  }

  const lastKnownElr = lastKnownLeader(target, leader, isrChanged ? isr : null);
  const directories = wantedDirectories(target, wanted.replicas);
  const change = {
    ...(isrChanged && { isr }),
    ...(leader !== NO_LEADER_CHANGE && { leader }),
    ...(!sameList(elr, partition.elr) && { eligibleLeaderReplicas: elr }),
    ...(lastKnownElr !== null && { lastKnownElr }),
    ...(!sameList(wanted.replicas, partition.replicas) && { replicas: wanted.replicas }),
    ...(!sameList(wanted.removing, partition.removingReplicas) &&
      { removingReplicas: wanted.removing }),
    ...(!sameList(wanted.adding, partition.addingReplicas) && { addingReplicas: wanted.adding }),
    ...(recoveryState !== partition.leaderRecoveryState && { leaderRecoveryState: recoveryState }),
    ...(!sameList(directories, partition.directories) && { directories }),
  };
  if (Object.keys(change).length === 0) return null;
  return metadataRecord("PartitionChangeRecord", partitionVersion(target.metadataVersion), {
    partitionId: target.partitionId,
    topicId: target.topicId,
    ...change,
  });
}

/** Replicas that hold every acknowledged record though they left an ISR that is now too small. */
function eligible(
  { partition, minIsr, uncleanReplicas }: PartitionTarget,
  isr: readonly number[],
  replicas: readonly number[],
): readonly number[] {
  if (isr.length >= Math.min(minIsr, replicas.length)) return [];
  const candidates = new Set([...partition.elr, ...partition.isr]);
  return [...candidates].filter((replica) =>
    !isr.includes(replica) && !uncleanReplicas?.includes(replica)
  );
}

/** New value of LastKnownElr, which holds the leader before the ISR ran empty; null where it stays. */
function lastKnownLeader(
  { partition, elrEnabled }: PartitionTarget,
  leader: number,
  newIsr: readonly number[] | null,
): readonly number[] | null {
  const known = partition.lastKnownElr;
  if (!elrEnabled) return known.length > 0 ? [] : null;
  if (newIsr !== null && newIsr.length === 0) {
    const same = known.length === 1 && known[0] === partition.leader;
    return same || partition.leader === NO_LEADER ? null : [partition.leader];
  }
  const willLead = leader === NO_LEADER_CHANGE ? partition.leader : leader;
  return willLead !== NO_LEADER && known.length > 0 ? [] : null;
}

/** Directories of the wanted replicas: those that stay keep theirs. */
function wantedDirectories(
  target: PartitionTarget,
  replicas: readonly number[],
): readonly string[] {
  const { partition, metadataVersion } = target;
  if (metadataVersion < MetadataVersion.IBP_3_7_IV2_DIRECTORIES) return partition.directories;
  const now = target.directories ?? partition.directories;
  return replicas.map((id) => {
    const index = partition.replicas.indexOf(id);
    return index < 0 ? target.defaultDirectory(id) : now[index];
  });
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
