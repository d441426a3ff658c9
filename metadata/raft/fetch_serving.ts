/** The leader's side of Fetch and FetchSnapshot (sections 1.5, 1.9). */
import { Errors } from "../../protocol/errors.ts";
import type { RaftCore } from "./core.ts";
import { checkLeadership } from "./check_leadership.ts";
import { updateHighWatermark } from "./commit.ts";
import type { FetchDecision, FetchRequest, FetchSnapshotRequest } from "./messages.ts";
import { type LogView, type OffsetAndEpoch, sameSnapshot, type SnapshotId } from "./types.ts";

export function answerFetch(core: RaftCore, request: FetchRequest, nowMs: number): FetchDecision {
  const decision = decideFetch(core, request);
  const { state, log } = core;
  if (state.kind !== "leader" || decision.kind !== "records") return decision;
  const position = { offset: request.offset, epoch: request.lastFetchedEpoch };
  if (state.fetched(request.replica, position, log.endOffset, nowMs)) {
    updateHighWatermark(core, nowMs);
  }
  return decision;
}

/** What to answer, without taking note of it. */
export function decideFetch(core: RaftCore, request: FetchRequest): FetchDecision {
  const { epoch, offset, lastFetchedEpoch } = request;
  const impossible = offset < 0 || lastFetchedEpoch < 0 ||
    (epoch >= 0 && lastFetchedEpoch > epoch);
  if (impossible) return { kind: "error", error: Errors.INVALID_REQUEST };
  const error = checkLeadership(core, epoch);
  if (error !== Errors.NONE) return { kind: "error", error };
  return checkPosition(core.log, { offset, epoch: lastFetchedEpoch });
}

/** Whether a log that ends at `position` is a part of this one, and what to do if not. */
export function checkPosition(log: LogView, position: OffsetAndEpoch): FetchDecision {
  const { offset, epoch } = position;
  const { latestSnapshot, earliestSnapshot } = log;
  if (offset === 0 && latestSnapshot !== null) {
    return { kind: "snapshot", snapshotId: latestSnapshot };
  }
  if (offset === 0 && log.startOffset === 0) return { kind: "records", offset };
  const tooOld = earliestSnapshot !== null && (offset < log.startOffset ||
    (offset === log.startOffset && epoch !== earliestSnapshot.epoch) ||
    epoch < earliestSnapshot.epoch);
  if (tooOld && latestSnapshot !== null) return { kind: "snapshot", snapshotId: latestSnapshot };
  const end = endOfEpoch(log, epoch);
  if (end.epoch !== epoch || end.offset < offset) return { kind: "diverging", end };
  return { kind: "records", offset };
}

/** An epoch older than the log ends where the log begins, which is the oldest snapshot's end. */
function endOfEpoch(log: LogView, epoch: number): OffsetAndEpoch {
  const end = log.endOffsetForEpoch(epoch);
  const snapshot = log.earliestSnapshot;
  if (snapshot !== null && end.offset === snapshot.endOffset && end.epoch === epoch) {
    return { offset: snapshot.endOffset, epoch: snapshot.epoch };
  }
  return end;
}

/**
 * Whether a piece of a snapshot may be sent. The driver knows its size and answers POSITION_OUT_OF_RANGE where needed.
 * "In doubt SNAPSHOT_NOT_FOUND": a peer that downloads takes any other error for a broken answer.
 */
export function answerFetchSnapshot(
  core: RaftCore,
  request: FetchSnapshotRequest,
  held: readonly SnapshotId[],
  nowMs: number,
): number {
  const error = checkLeadership(core, request.epoch);
  if (error !== Errors.NONE) return error;
  if (core.state.kind === "leader") core.state.heardFrom(request.replica, nowMs);
  return held.some((id) => sameSnapshot(id, request.snapshotId))
    ? Errors.NONE
    : Errors.SNAPSHOT_NOT_FOUND;
}
