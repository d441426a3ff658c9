/** Changing the voter set, one voter at a time, in quorums of kraft.version 1 (section 1.11). */
import { Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { type RaftCore, sameVoter } from "./core.ts";
import { checkLeadership } from "./check_leadership.ts";
import type { LeaderState } from "./leader_state.ts";
import type { UpdateVoterRequest } from "./messages.ts";
import type { Follower } from "./state.ts";
import type { Destination, ReplicaKey } from "./types.ts";
import type { AddVoterRequest } from "./voter_change.ts";
import type { VersionSpan, VoterSet } from "./voter_set.ts";

/** A node that joined stays worth counting only if it was heard of so lately. */
const CAUGHT_UP_WITHIN_MS = 3_600_000;

/** @returns An error, or NONE when the answer comes later under `token`. */
export function addVoter(core: RaftCore, request: AddVoterRequest, token: number): number {
  const { voter, endpoints } = request;
  const endpoint = endpoints.find(({ name }) => name === core.config.listener);
  const leads = checkLeadership(core, -1);
  if (leads !== Errors.NONE) return leads;
  if (voter.id < 0 || voter.directoryId === ZERO_UUID || endpoint === undefined) {
    return Errors.INVALID_REQUEST;
  }
  const ready = checkReady(core);
  if (ready !== Errors.NONE) return ready;
  if (core.voters.hasId(voter.id)) return Errors.DUPLICATE_VOTER;
  core.voterChange = { token, probing: request, offset: null, answered: false };
  const to: Destination = { nodeId: voter.id, host: endpoint.host, port: endpoint.port };
  core.effects.probe = { token, to };
  return Errors.NONE;
}

/** What the node to be added says it supports; null when it could not be asked. */
export function voterProbed(
  core: RaftCore,
  token: number,
  kraftVersions: VersionSpan | null,
  nowMs: number,
): void {
  const { state, voterChange: change } = core;
  if (state.kind !== "leader" || change?.token !== token || change.probing === null) return;
  const { voter, endpoints, ackWhenCommitted } = change.probing;
  const level = core.history.kraftVersion;
  if (kraftVersions === null) return finish(core, Errors.REQUEST_TIMED_OUT);
  if (level < kraftVersions.min || level > kraftVersions.max) {
    return finish(core, Errors.INVALID_REQUEST);
  }
  if (!isCaughtUp(state, voter, nowMs)) return finish(core, Errors.REQUEST_TIMED_OUT);
  const voters = core.voters.with({ ...voter, endpoints, kraftVersions });
  append(core, token, voters);
  if (!ackWhenCommitted) answer(core, Errors.NONE);
}

/** @returns As {@linkcode addVoter}. */
export function removeVoter(core: RaftCore, voter: ReplicaKey, token: number): number {
  const leads = checkLeadership(core, -1);
  if (leads !== Errors.NONE) return leads;
  const ready = checkReady(core);
  if (ready !== Errors.NONE) return ready;
  const known = core.voters.get(voter.id);
  const isLast = core.voters.size === 1;
  if (known === undefined || known.directoryId !== voter.directoryId || isLast) {
    return Errors.VOTER_NOT_FOUND;
  }
  append(core, token, core.voters.without(voter.id));
  return Errors.NONE;
}

/** A voter listens elsewhere. Answered at once. */
export function updateVoter(core: RaftCore, request: UpdateVoterRequest): number {
  const { voter, epoch } = request;
  const leads = checkLeadership(core, epoch);
  if (leads !== Errors.NONE) return leads;
  if (!voter.endpoints.some(({ name }) => name === core.config.listener)) {
    return Errors.INVALID_REQUEST;
  }
  const ready = checkReady(core);
  if (ready !== Errors.NONE) return ready;
  const known = core.voters.get(voter.id);
  if (known === undefined || known.directoryId !== voter.directoryId) {
    return Errors.VOTER_NOT_FOUND;
  }
  const { min, max } = voter.kraftVersions;
  const level = core.history.kraftVersion;
  if (level < min || level > max) return Errors.INVALID_REQUEST;
  if (sameVoter(known, voter)) return Errors.NONE;
  append(core, 0, core.voters.with(voter));
  answer(core, Errors.NONE);
  return Errors.NONE;
}

/** Whether a change may begin: the one before must be committed. */
function checkReady(core: RaftCore): number {
  const { history, highWatermark } = core;
  if (core.voterChange !== null || highWatermark < 0) return Errors.REQUEST_TIMED_OUT;
  if (history.kraftVersion < 1) return Errors.UNSUPPORTED_VERSION;
  if (history.votersOffset >= highWatermark) return Errors.REQUEST_TIMED_OUT;
  return Errors.NONE;
}

function isCaughtUp(leader: LeaderState, voter: ReplicaKey, nowMs: number): boolean {
  const progress = leader.progressOf(voter);
  return progress !== undefined && progress.lastCaughtUpMs >= 0 &&
    nowMs - progress.lastFetchMs < CAUGHT_UP_WITHIN_MS;
}

function append(core: RaftCore, token: number, voters: VoterSet): void {
  core.voterChange = {
    token,
    probing: null,
    offset: null,
    answered: core.voterChange?.answered ?? false,
  };
  core.effects.appendControl.push({ epoch: core.epoch, voters });
}

function answer(core: RaftCore, error: number): void {
  const change = core.voterChange;
  if (change === null || change.answered) return;
  change.answered = true;
  core.effects.answers.push({ token: change.token, error });
}

function finish(core: RaftCore, error: number): void {
  answer(core, error);
  core.voterChange = null;
}

/** The record of the change under way was appended. */
export function voterChangeAppended(core: RaftCore, offset: number): void {
  const change = core.voterChange;
  if (change !== null && change.probing === null) change.offset ??= offset;
}

/** The high watermark moved: the change under way may be committed. */
export function continueVoterChange(core: RaftCore, nowMs: number): void {
  const { state, voterChange: change } = core;
  if (state.kind !== "leader") return;
  if (change !== null && change.offset !== null && core.highWatermark > change.offset) {
    finish(core, Errors.NONE);
  }
  // It led just long enough to see itself removed.
  const isCommitted = core.highWatermark > core.history.votersOffset;
  if (!core.isVoter && isCommitted) core.toResigned(state.successors, nowMs);
}

/** A voter that listens elsewhere than the voter set says tells the leader. */
export function wantsVoterUpdate(core: RaftCore, follower: Follower, nowMs: number): boolean {
  if (core.history.kraftVersion < 1 || nowMs < follower.nextVoterUpdateMs || !core.isVoter) {
    return false;
  }
  const known = core.voters.get(core.local.id);
  return known !== undefined && !sameVoter(known, core.localVoter);
}
