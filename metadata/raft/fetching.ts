/** The follower's side of Fetch and FetchSnapshot (sections 1.6, 1.9). */
import { Errors } from "../../protocol/errors.ts";
import type { RaftCore } from "./core.ts";
import { invariant } from "./invariant.ts";
import type {
  FetchRequest,
  FetchSnapshotRequest,
  PeerFetchAnswer,
  PeerFetchSnapshotAnswer,
} from "./messages.ts";
import type { Follower } from "./state.ts";
import { type LogView, type OffsetAndEpoch, sameSnapshot } from "./types.ts";

/** `answer` has passed the checks that all answers share, and comes from the leader of the present epoch. */
export function takeFetched(
  core: RaftCore,
  follower: Follower,
  request: FetchRequest,
  answer: PeerFetchAnswer,
  nowMs: number,
): void {
  follower.fetchDeadlineMs = nowMs + core.config.fetchTimeoutMs;
  follower.leaderWasHeard = true;
  const { log, effects } = core;
  if (request.offset !== log.endOffset) return;
  if (answer.diverging !== null) {
    const { diverging } = answer;
    invariant(
      diverging.offset >= 0 && diverging.epoch >= 0 && diverging.offset >= core.highWatermark,
      `the leader's log diverges at ${diverging.offset}, below the high watermark ${core.highWatermark}`,
    );
    const endOffset = truncationOffset(log, diverging);
    invariant(
      endOffset >= core.highWatermark,
      `cutting the log at ${endOffset} would lose committed records`,
    );
    follower.busy = true;
    effects.truncateTo = endOffset;
  } else if (answer.snapshotId !== null) {
    const { snapshotId } = answer;
    invariant(
      snapshotId.endOffset >= 0 && snapshotId.epoch >= 0,
      `no snapshot can be ${snapshotId.endOffset}-${snapshotId.epoch}`,
    );
    if (!sameSnapshot(log.latestSnapshot, snapshotId)) {
      follower.download = { snapshotId, position: 0 };
    }
  } else {
    // A new leader knows none until it has committed something itself.
    invariant(
      answer.highWatermark < 0 || answer.highWatermark >= core.highWatermark,
      `the leader's high watermark fell from ${core.highWatermark} to ${answer.highWatermark}`,
    );
    follower.leaderHighWatermark = answer.highWatermark;
    if (answer.records.length === 0) return adoptHighWatermark(core, follower);
    follower.busy = true;
    effects.appendFetched = answer.records;
  }
}

function truncationOffset(log: LogView, diverging: OffsetAndEpoch): number {
  if (diverging.epoch === 0) return Math.min(log.endOffset, diverging.offset);
  const own = log.endOffsetForEpoch(diverging.epoch);
  return own.epoch === diverging.epoch ? Math.min(own.offset, diverging.offset) : own.offset;
}

/** What was fetched is on disk (a voter's) or in the log (an observer's). */
export function fetchedIsStored(core: RaftCore): void {
  const { state } = core;
  if (state.kind !== "follower" || !state.busy) return;
  state.busy = false;
  adoptHighWatermark(core, state);
}

function adoptHighWatermark(core: RaftCore, follower: Follower): void {
  const known = Math.min(core.log.endOffset, follower.leaderHighWatermark);
  if (known > core.highWatermark) core.raiseHighWatermark(known);
}

export function takeSnapshotPiece(
  core: RaftCore,
  follower: Follower,
  request: FetchSnapshotRequest,
  answer: PeerFetchSnapshotAnswer,
  nowMs: number,
): void {
  const { download } = follower;
  if (download === null || !sameSnapshot(download.snapshotId, request.snapshotId)) return;
  follower.fetchDeadlineMs = nowMs + core.config.fetchTimeoutMs;
  follower.leaderWasHeard = true;
  invariant(
    sameSnapshot(answer.snapshotId, download.snapshotId) && answer.position === download.position,
    `asked for byte ${download.position} of a snapshot, got byte ${answer.position}`,
  );
  const end = download.position + answer.bytes.length;
  invariant(
    end <= answer.size && (answer.bytes.length > 0 || end === answer.size),
    `a snapshot of ${answer.size} bytes ends at ${end}`,
  );
  follower.busy = true;
  core.effects.snapshotPiece = {
    snapshotId: download.snapshotId,
    position: download.position,
    bytes: answer.bytes,
    complete: end === answer.size,
  };
  download.position = end;
}

/** The leader has that snapshot no more: fetch, and learn of a newer one. */
export function abandonSnapshot(follower: Follower): void {
  follower.download = null;
}

/** The piece is stored; after the last one the log starts at the snapshot's end. */
export function snapshotPieceIsStored(core: RaftCore, complete: boolean): void {
  const { state } = core;
  if (state.kind !== "follower" || !state.busy) return;
  state.busy = false;
  if (!complete || state.download === null) return;
  const { endOffset } = state.download.snapshotId;
  state.download = null;
  if (endOffset > core.highWatermark) core.raiseHighWatermark(endOffset);
}

/** Errors that a download can end with and be begun anew after. */
export function isSnapshotGone(answer: PeerFetchSnapshotAnswer): boolean {
  return answer.error === Errors.SNAPSHOT_NOT_FOUND ||
    answer.error === Errors.POSITION_OUT_OF_RANGE ||
    answer.snapshotId.endOffset < 0 || answer.snapshotId.epoch < 0;
}
