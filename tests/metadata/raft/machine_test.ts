/** The state machine alone: time is a number, the log a few fields, messages are values. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Errors } from "../../../protocol/errors.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import type { Effects, ElectionState } from "../../../metadata/raft/effects.ts";
import { RaftInvariantError } from "../../../metadata/raft/invariant.ts";
import { RaftMachine } from "../../../metadata/raft/machine.ts";
import type { PeerFetchAnswer, PeerVoteAnswer } from "../../../metadata/raft/messages.ts";
import { type LogView, replicaKey, type SnapshotId } from "../../../metadata/raft/types.ts";
import { VoterHistory } from "../../../metadata/raft/voter_history.ts";
import { staticVoters } from "../../../metadata/raft/voter_set.ts";
import { configOf } from "./single_node.ts";

class FakeLog implements LogView {
  startOffset = 0;
  endOffset = 0;
  lastEpoch = 0;
  latestSnapshot: SnapshotId | null = null;
  earliestSnapshot: SnapshotId | null = null;
  endOffsetForEpoch(epoch: number) {
    return { offset: this.endOffset, epoch: Math.min(epoch, this.lastEpoch) };
  }
}

interface Scene {
  readonly machine: RaftMachine;
  readonly log: FakeLog;
  /** What came out since the last look. */
  effects(): Effects;
}

const ELECTION_MS = 1000;

/** Node 1 of the voters; random timeouts take no extra time unless `extra` says so. */
function scene(
  voters: number[],
  options: { persisted?: Partial<ElectionState>; log?: Partial<FakeLog>; extra?: number } = {},
): Scene {
  const log = Object.assign(new FakeLog(), options.log);
  const set = staticVoters(
    voters.map((id) => ({ id, host: `node-${id}`, port: 9093 })),
    "CONTROLLER",
  );
  const persisted = options.persisted === undefined ? null : {
    epoch: 0,
    leaderId: null,
    votedId: null,
    votedDirectoryId: ZERO_UUID,
    ...options.persisted,
  };
  const random = { below: (bound: number) => Math.min(bound - 1, options.extra ?? 0) };
  const config = configOf({ id: 1, port: 9093 });
  const machine = new RaftMachine(config, log, new VoterHistory(set), random, persisted, 0);
  return { machine, log, effects: () => machine.takeEffects() };
}

function kindOf({ machine }: Scene): string {
  return `${machine.core.state.kind} ${machine.core.epoch}`;
}

function voteAnswer(changes: Partial<PeerVoteAnswer>): PeerVoteAnswer {
  return {
    kind: "vote",
    topLevelError: 0,
    error: 0,
    leaderId: null,
    epoch: 0,
    leaderEndpoints: [],
    voteGranted: false,
    ...changes,
  };
}

function fetchAnswer(changes: Partial<PeerFetchAnswer>): PeerFetchAnswer {
  return {
    kind: "fetch",
    topLevelError: 0,
    error: 0,
    leaderId: 2,
    epoch: 5,
    leaderEndpoints: [],
    highWatermark: -1,
    diverging: null,
    snapshotId: null,
    records: new Uint8Array(0),
    ...changes,
  };
}

/** Node 1 follows node 2 in epoch 5, its log ends at 10. */
function follower(): Scene {
  const stage = scene([1, 2, 3], {
    persisted: { epoch: 5, leaderId: 2 },
    log: { endOffset: 10, lastEpoch: 4 },
  });
  assertEquals(kindOf(stage), "follower 5");
  return stage;
}

/** Node 1 has won epoch 1 of three voters; its first batch is at offset 0. */
function leader(voters = [1, 2, 3]): Scene {
  const stage = scene(voters);
  stage.machine.tick(ELECTION_MS);
  for (const { correlation } of stage.effects().send) {
    stage.machine.answered(correlation, voteAnswer({ voteGranted: true }), ELECTION_MS);
  }
  for (const { correlation } of stage.effects().send) {
    const answer = voteAnswer({ voteGranted: true, epoch: 1 });
    stage.machine.answered(correlation, answer, ELECTION_MS);
  }
  assertEquals(kindOf(stage), "leader 1");
  stage.log.endOffset = 1;
  stage.log.lastEpoch = 1;
  stage.machine.appendedAsLeader(1, 0, ELECTION_MS);
  stage.machine.flushed(1, 1, ELECTION_MS);
  return stage;
}

function fetchFrom(stage: Scene, id: number, offset: number, nowMs: number) {
  return stage.machine.fetch({
    kind: "fetch",
    replica: replicaKey(id),
    epoch: stage.machine.core.epoch,
    offset,
    lastFetchedEpoch: offset === 0 ? 0 : 1,
    highWatermark: null,
  }, nowMs);
}

const STARTS: [string, Parameters<typeof scene>[1], string][] = [
  ["nothing persisted", {}, "unattached 0"],
  [
    "an epoch below the log's",
    { persisted: { epoch: 3, leaderId: 2 }, log: { lastEpoch: 4 } },
    "unattached 4",
  ],
  ["led itself", { persisted: { epoch: 3, leaderId: 1 } }, "resigned 3"],
  ["voted for itself", { persisted: { epoch: 3, votedId: 1 } }, "candidate 3"],
  ["voted for another", { persisted: { epoch: 3, votedId: 2 } }, "unattached 3"],
  ["followed a voter", { persisted: { epoch: 3, leaderId: 2 } }, "follower 3"],
  ["followed somebody unknown", { persisted: { epoch: 3, leaderId: 9 } }, "unattached 3"],
];
for (const [what, options, expected] of STARTS) {
  Deno.test(`start: ${what} gives ${expected}`, () => {
    assertEquals(kindOf(scene([1, 2, 3], options)), expected);
  });
}

Deno.test("start: a sole voter leads the next epoch at once, persisted in one step", () => {
  const stage = scene([1], { persisted: { epoch: 3, leaderId: 1 } });
  assertEquals(kindOf(stage), "leader 4");
  const { persist, appendControl } = stage.effects();
  assertEquals([persist!.epoch, persist!.leaderId, persist!.votedId], [4, 1, null]);
  assertEquals(appendControl[0].leaderChange, { leaderId: 1, voters: [1], grantingVoters: [1] });
});

Deno.test("election: pre-vote first, a new epoch only with a majority, the vote persisted before it is asked for", () => {
  const stage = scene([1, 2, 3]);
  stage.effects();
  stage.machine.tick(ELECTION_MS - 1);
  assertEquals(kindOf(stage), "unattached 0");
  stage.machine.tick(ELECTION_MS);
  assertEquals(kindOf(stage), "prospective 0");
  const [first] = stage.effects().send;
  assert(first.request.kind === "vote" && first.request.preVote && first.request.epoch === 0);
  stage.machine.answered(first.correlation, voteAnswer({ voteGranted: true }), 1001);
  assertEquals(kindOf(stage), "candidate 1");
  const { persist, send } = stage.effects();
  assertEquals([persist!.epoch, persist!.votedId], [1, 1]);
  assertEquals(send.map(({ request }) => request.kind === "vote" && request.preVote), [
    false,
    false,
  ]);
});

Deno.test("election: a split vote is tried again after a backoff, in a further epoch", () => {
  const stage = scene([1, 2, 3], { persisted: { epoch: 3, votedId: 1 }, extra: 5 });
  for (const { correlation } of stage.effects().send) {
    stage.machine.answered(correlation, voteAnswer({ epoch: 3 }), 10);
  }
  const { state } = stage.machine.core;
  const backoffUntilMs = state.kind === "candidate" ? state.backoffUntilMs! : -1;
  // 100 ms times the largest number below two that `extra` gives.
  assertEquals(backoffUntilMs, 10 + 100);
  assertEquals(stage.effects().send, []);
  stage.machine.tick(backoffUntilMs);
  assertEquals(kindOf(stage), "prospective 3");
  for (const { correlation } of stage.effects().send) {
    stage.machine.answered(correlation, voteAnswer({ epoch: 3, voteGranted: true }), 120);
  }
  assertEquals(kindOf(stage), "candidate 4");
});

Deno.test("election: a vote that comes late does not make a leader of an older epoch's winner", () => {
  const stage = scene([1, 2, 3], { persisted: { epoch: 3, votedId: 1 } });
  const [first] = stage.effects().send;
  stage.machine.vote({
    kind: "vote",
    candidate: replicaKey(2),
    voter: null,
    epoch: 4,
    preVote: false,
    lastOffset: 0,
    lastEpoch: 0,
  }, 5);
  stage.machine.answered(first.correlation, voteAnswer({ epoch: 3, voteGranted: true }), 6);
  assertEquals(kindOf(stage), "unattached 4");
});

Deno.test("election: a vote given in an older epoch does not count", () => {
  const stage = scene([1, 2, 3], { persisted: { epoch: 3, votedId: 1 } });
  const [first] = stage.effects().send;
  stage.machine.answered(first.correlation, voteAnswer({ epoch: 2, voteGranted: true }), 6);
  assertEquals(kindOf(stage), "candidate 3");
});

Deno.test("election: a lost pre-vote leads back to the leader that was followed", () => {
  const stage = follower();
  stage.effects();
  stage.machine.tick(2000);
  assertEquals(kindOf(stage), "prospective 5");
  for (const { correlation } of stage.effects().send) {
    stage.machine.answered(correlation, voteAnswer({ epoch: 5, leaderId: 2 }), 2010);
  }
  assertEquals(kindOf(stage), "follower 5");
});

Deno.test("leader: commits what a majority has of its own epoch, never below, never back", () => {
  const stage = leader();
  assertEquals(stage.machine.core.highWatermark, -1);
  // Up to the epoch's start is not enough.
  fetchFrom(stage, 2, 0, 1100);
  assertEquals(stage.machine.core.highWatermark, -1);
  fetchFrom(stage, 2, 1, 1200);
  assertEquals(stage.machine.core.highWatermark, 1);
  stage.log.endOffset = 5;
  fetchFrom(stage, 2, 5, 1300);
  // The leader's own disk counts too.
  assertEquals(stage.machine.core.highWatermark, 1);
  stage.machine.flushed(1, 5, 1400);
  assertEquals(stage.machine.core.highWatermark, 5);
  fetchFrom(stage, 2, 1, 1500);
  assertEquals(stage.machine.core.highWatermark, 5);
});

Deno.test("leader: steps down when no majority has fetched for one and a half fetch timeouts", () => {
  const stage = leader();
  fetchFrom(stage, 3, 0, 3000);
  stage.machine.tick(5999);
  assertEquals(kindOf(stage), "leader 1");
  stage.effects();
  stage.machine.tick(6000);
  assertEquals(kindOf(stage), "resigned 1");
  const { send, persist } = stage.effects();
  assertEquals(persist, null);
  assertEquals(send.map(({ request }) => request.kind), ["end-quorum-epoch", "end-quorum-epoch"]);
  // The one that has more comes first.
  const [{ request }] = send;
  assertEquals(request.kind === "end-quorum-epoch" && request.preferred.map(({ id }) => id), [
    3,
    2,
  ]);
  stage.machine.tick(6000 + ELECTION_MS);
  assertEquals(kindOf(stage), "unattached 2");
});

Deno.test("leader: announces itself until everybody has heard, then every half fetch timeout", () => {
  const stage = leader();
  const announced = (nowMs: number) => {
    stage.machine.tick(nowMs);
    const { send } = stage.effects();
    return send.filter(({ request }) => request.kind === "begin-quorum-epoch");
  };
  const first = announced(ELECTION_MS);
  assertEquals(first.length, 2);
  stage.machine.answered(first[0].correlation, {
    ...voteAnswer({ epoch: 1, leaderId: 1 }),
    kind: "begin-quorum-epoch",
  }, 1001);
  stage.machine.failed(first[1].correlation, "unreachable", 1001);
  assertEquals(announced(1010).length, 0);
  assertEquals(announced(1021).map(({ to }) => to.nodeId), [first[1].to.nodeId]);
  assertEquals(announced(ELECTION_MS + 1000).length, 1);
});

const DELAYS: [number[], number][] = [[[1, 3], 0], [[3, 1], 500], [[2, 3], 1000], [[2, 3, 1], 500]];
for (const [preferred, delayMs] of DELAYS) {
  Deno.test(`follower: EndQuorumEpoch with the order ${preferred} lets it wait ${delayMs} ms`, () => {
    const stage = follower();
    stage.machine.endQuorumEpoch({
      kind: "end-quorum-epoch",
      leaderId: 2,
      epoch: 5,
      preferred: preferred.map((id) => replicaKey(id)),
      endpoints: [],
    }, 100);
    if (delayMs > 0) {
      stage.machine.tick(100 + delayMs - 1);
      assertEquals(kindOf(stage), "follower 5");
    }
    stage.machine.tick(100 + delayMs);
    assertEquals(kindOf(stage), "prospective 5");
  });
}

Deno.test("follower: nothing is sent while what was fetched is not stored, and HW follows the leader's", () => {
  const stage = follower();
  const [fetch] = stage.effects().send;
  stage.machine.answered(
    fetch.correlation,
    fetchAnswer({ highWatermark: 11, records: new Uint8Array(100) }),
    50,
  );
  const effects = stage.effects();
  assertEquals(effects.appendFetched!.length, 100);
  assertEquals(effects.send, []);
  stage.machine.tick(60);
  assertEquals(stage.effects().send, []);
  stage.log.endOffset = 12;
  stage.machine.fetchedStored(70);
  assertEquals(stage.machine.core.highWatermark, 11);
  const [next] = stage.effects().send;
  assert(next.request.kind === "fetch" && next.request.offset === 12);
});

const BROKEN: [string, Partial<PeerFetchAnswer>][] = [
  ["a second leader in one epoch", { leaderId: 3 }],
  ["a high watermark that falls", { highWatermark: 3 }],
  ["a divergence below the high watermark", { diverging: { offset: 3, epoch: 4 } }],
  ["a snapshot of impossible name", { snapshotId: { endOffset: 5, epoch: -1 } }],
  ["a refusal as malformed", { error: Errors.INVALID_REQUEST }],
];
for (const [what, answer] of BROKEN) {
  Deno.test(`follower: ${what} stops the replica`, () => {
    const stage = follower();
    const [first] = stage.effects().send;
    stage.machine.answered(first.correlation, fetchAnswer({ highWatermark: 8 }), 10);
    assertEquals(stage.machine.core.highWatermark, 8);
    const [second] = stage.effects().send;
    assertThrows(
      () => stage.machine.answered(second.correlation, fetchAnswer(answer), 20),
      RaftInvariantError,
    );
  });
}

Deno.test("follower: a request of a second leader in its epoch is refused, not believed", () => {
  const stage = follower();
  const answer = stage.machine.beginQuorumEpoch({
    kind: "begin-quorum-epoch",
    leaderId: 3,
    epoch: 5,
    voter: null,
    endpoints: [],
  }, 10);
  assertEquals(answer, { error: Errors.FENCED_LEADER_EPOCH, leaderId: 2, epoch: 5 });
  assertEquals(kindOf(stage), "follower 5");
});

Deno.test("a node told that it leads an epoch it knows nothing of neither leads nor votes there", () => {
  const stage = scene([1, 2, 3]);
  stage.machine.beginQuorumEpoch({
    kind: "begin-quorum-epoch",
    leaderId: 1,
    epoch: 7,
    voter: null,
    endpoints: [],
  }, 10);
  assertEquals(kindOf(stage), "unattached 7");
  const { voteGranted } = stage.machine.vote({
    kind: "vote",
    candidate: replicaKey(2),
    voter: null,
    epoch: 7,
    preVote: false,
    lastOffset: 0,
    lastEpoch: 0,
  }, 20);
  assertEquals(voteGranted, false);
});

Deno.test("A static voter is reached where the configuration says, whatever name it knows itself by", () => {
  const { machine } = follower();
  const told = [{ name: "CONTROLLER", host: "a-name-of-its-own", port: 1 }];
  machine.core.learn(6, 3, told, 0);
  assertEquals(machine.core.leaderId, 3);
  assertEquals(machine.core.leaderEndpoints, machine.core.voters.endpoints(3));
});
