/** Words of the Raft dialect: positions in the log, replicas and where they listen (metadata-quorum, section 1). */
import { ZERO_UUID } from "../../protocol/uuid.ts";

export const METADATA_TOPIC = "__cluster_metadata";
export const METADATA_PARTITION = 0;

/** A position in the log and the epoch of the record before it. */
export interface OffsetAndEpoch {
  readonly offset: number;
  readonly epoch: number;
}

/** Names a snapshot: the offset after the last record contained, and that record's epoch. */
export interface SnapshotId {
  readonly endOffset: number;
  readonly epoch: number;
}

/** A node and the log directory that holds its replica; {@linkcode ZERO_UUID} while the directory is not known. */
export interface ReplicaKey {
  readonly id: number;
  readonly directoryId: string;
}

/** One listener of a node; the name in upper case. */
export interface Endpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

/** Where a request goes. Bootstrap servers, whose ids are not known, have ids below -1. */
export interface Destination {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
}

export function replicaKey(id: number, directoryId: string = ZERO_UUID): ReplicaKey {
  return { id, directoryId };
}

/** Whether both can be the same replica: ids equal, directories equal or one of them not known. */
export function sameReplica(a: ReplicaKey, b: ReplicaKey): boolean {
  return a.id === b.id &&
    (a.directoryId === b.directoryId || a.directoryId === ZERO_UUID ||
      b.directoryId === ZERO_UUID);
}

/** Whether a log that ends at `a` is at least as up to date as one that ends at `b`: epoch first, then offset. */
export function atLeastAsUpToDate(a: OffsetAndEpoch, b: OffsetAndEpoch): boolean {
  return a.epoch !== b.epoch ? a.epoch > b.epoch : a.offset >= b.offset;
}

export function sameSnapshot(a: SnapshotId | null, b: SnapshotId | null): boolean {
  return a === b || (a !== null && b !== null && a.endOffset === b.endOffset &&
    a.epoch === b.epoch);
}

/** What the state machine reads of the log; it changes only when effects are carried out. */
export interface LogView {
  readonly startOffset: number;
  /** Offset that the next record gets. */
  readonly endOffset: number;
  /** Epoch of the last record; the snapshot's where the log is empty; 0 where there is nothing. */
  readonly lastEpoch: number;
  /**
   * Where the records of `epoch` and of those before it end: the epoch found (the largest not above the asked one) and
   * the offset at which the next one starts (section 1.5).
   */
  endOffsetForEpoch(epoch: number): OffsetAndEpoch;
  /** Newest and oldest snapshot; the bootstrap one (0-0) does not count. */
  readonly latestSnapshot: SnapshotId | null;
  readonly earliestSnapshot: SnapshotId | null;
}
