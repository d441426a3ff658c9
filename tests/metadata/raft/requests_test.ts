/** What replicas and tools get to hear, request by request. */
import { assert, assertEquals } from "@std/assert";
import { FETCH } from "../../../metadata/raft/rpc/fetch.ts";
import { FETCH_SNAPSHOT } from "../../../metadata/raft/rpc/fetch_snapshot.ts";
import { VOTE } from "../../../metadata/raft/rpc/vote.ts";
import { DESCRIBE_QUORUM } from "../../../metadata/raft/rpc/describe_quorum.ts";
import { Errors } from "../../../protocol/errors.ts";
import { METADATA_TOPIC_ID, ZERO_UUID } from "../../../protocol/uuid.ts";
import { CLUSTER_ID, Quorum, record, type TestNode } from "./quorum.ts";

const TOPIC = "__cluster_metadata";
const VERSION = { vote: 2, fetch: 17, fetchSnapshot: 1, describe: 2 };

/** Sends through the wire's bytes, as the network would. */
async function ask(
  quorum: Quorum,
  test: TestNode,
  api: { key: number; request: any; response: any },
  version: number,
  message: unknown,
): Promise<any> {
  const request = api.request.decode(api.request.encode(message, version), version);
  const context = { version, listener: "CONTROLLER" };
  const response = await quorum.world.runUntil(test.requests.handle(api.key, request, context));
  return api.response.decode(api.response.encode(response, version), version);
}

function voteOf(changes: Record<string, unknown> = {}, top: Record<string, unknown> = {}) {
  return {
    clusterId: CLUSTER_ID,
    voterId: -1,
    topics: [{
      topicName: TOPIC,
      partitions: [{
        partitionIndex: 0,
        replicaEpoch: 10,
        replicaId: 2,
        replicaDirectoryId: ZERO_UUID,
        voterDirectoryId: ZERO_UUID,
        lastOffsetEpoch: 9,
        lastOffset: 1000n,
        preVote: false,
        ...changes,
      }],
    }],
    ...top,
  };
}

function fetchOf(changes: Record<string, unknown> = {}, top: Record<string, unknown> = {}) {
  return {
    clusterId: CLUSTER_ID,
    replicaState: { replicaId: 100, replicaEpoch: -1n },
    maxWaitMs: 0,
    minBytes: 0,
    topics: [{
      topicId: METADATA_TOPIC_ID,
      partitions: [{
        partition: 0,
        currentLeaderEpoch: 1,
        fetchOffset: 0n,
        lastFetchedEpoch: 0,
        partitionMaxBytes: 0,
        ...changes,
      }],
    }],
    forgottenTopicsData: [],
    ...top,
  };
}

async function soleVoter(): Promise<{ quorum: Quorum; one: TestNode }> {
  const quorum = new Quorum({ voters: [1] });
  const one = await quorum.start(1);
  await quorum.until(() => one.core.highWatermark > 0);
  return { quorum, one };
}

/** A voter of three that waits for the others, at epoch 0. */
async function waitingVoter(): Promise<{ quorum: Quorum; one: TestNode }> {
  const quorum = new Quorum({ voters: [1, 2, 3] });
  return { quorum, one: await quorum.start(1) };
}

async function partitionOfVote(quorum: Quorum, test: TestNode, message: unknown) {
  const answer = await ask(quorum, test, VOTE, VERSION.vote, message);
  assertEquals(answer.errorCode, 0);
  return answer.topics[0].partitions[0];
}

Deno.test("Vote: another cluster, another topic, impossible positions and old epochs are refused", async () => {
  const { quorum, one } = await soleVoter();
  const topLevel = async (message: unknown) =>
    (await ask(quorum, one, VOTE, VERSION.vote, message)).errorCode;
  assertEquals(await topLevel(voteOf({}, { clusterId: "x" })), Errors.INCONSISTENT_CLUSTER_ID);
  assertEquals(await topLevel(voteOf({}, { topics: [] })), Errors.INVALID_REQUEST);
  assertEquals(await topLevel(voteOf({ partitionIndex: 1 })), Errors.INVALID_REQUEST);
  const error = async (changes: Record<string, unknown>, top = {}) =>
    (await partitionOfVote(quorum, one, voteOf(changes, top))).errorCode;
  assertEquals(await error({ lastOffset: -1n }), Errors.INVALID_REQUEST);
  assertEquals(await error({ lastOffsetEpoch: -1 }), Errors.INVALID_REQUEST);
  assertEquals(await error({ lastOffsetEpoch: 10 }), Errors.INVALID_REQUEST);
  assertEquals(
    await error({ replicaEpoch: 0, lastOffsetEpoch: 0, preVote: true }),
    Errors.FENCED_LEADER_EPOCH,
  );
  // None of that shook the leader.
  assert(one.leads);
});

Deno.test("Vote: one vote per epoch, kept over a restart, given again to the same candidate", async () => {
  const { quorum, one } = await waitingVoter();
  const first = await partitionOfVote(quorum, one, voteOf());
  assertEquals([first.voteGranted, first.leaderEpoch, first.leaderId], [true, 10, -1]);
  quorum.crash(1, "machine-lose-unsynced");
  const again = await quorum.start(1);
  assertEquals(again.core.votedFor!.id, 2);
  const granted = async (changes: Record<string, unknown>) =>
    (await partitionOfVote(quorum, again, voteOf(changes))).voteGranted;
  assertEquals(await granted({ replicaId: 3 }), false);
  assertEquals(await granted({ replicaId: 2 }), true);
  assertEquals(await granted({ replicaId: 3, replicaEpoch: 11 }), true);
});

Deno.test("Vote: a shorter log is refused, but its epoch is taken", async () => {
  const { quorum, one } = await soleVoter();
  one.node.append(1, [record("a")]);
  const answer = await partitionOfVote(
    quorum,
    one,
    voteOf({ replicaEpoch: 5, lastOffsetEpoch: 0, lastOffset: 0n }),
  );
  assertEquals([answer.errorCode, answer.voteGranted, answer.leaderEpoch], [0, false, 5]);
  // A sole voter waits out its election timer, then leads again.
  await quorum.until(() => one.leads && one.core.epoch === 6);
});

Deno.test("Vote: a request for another voter or directory is told so", async () => {
  const { quorum, one } = await waitingVoter();
  const answer = await partitionOfVote(quorum, one, voteOf({}, { voterId: 3 }));
  assertEquals(answer.errorCode, Errors.INVALID_VOTER_KEY);
  assertEquals(answer.leaderEpoch, 10);
});

Deno.test("Vote: a pre-vote binds nobody and changes no epoch", async () => {
  const { quorum, one } = await waitingVoter();
  const granted = async (replicaId: number) => {
    const changes = { replicaId, replicaEpoch: 0, lastOffsetEpoch: 0, preVote: true };
    const answer = await partitionOfVote(quorum, one, voteOf(changes));
    assertEquals(answer.leaderEpoch, 0);
    return answer.voteGranted;
  };
  assertEquals(await granted(2), true);
  assertEquals(await granted(3), true);
  assertEquals(one.core.votedFor, null);
});

Deno.test("Fetch: the shape and the epoch of a request are checked before anything else", async () => {
  const { quorum, one } = await soleVoter();
  const topLevel = async (message: unknown, version = VERSION.fetch) =>
    (await ask(quorum, one, FETCH, version, message)).errorCode;
  assertEquals(await topLevel(fetchOf({}, { clusterId: "x" })), Errors.INCONSISTENT_CLUSTER_ID);
  assertEquals(await topLevel(fetchOf({}, { topics: [] })), Errors.INVALID_REQUEST);
  const byName = {
    maxWaitMs: 0,
    minBytes: 0,
    topics: [{ topic: TOPIC, partitions: fetchOf().topics[0].partitions }],
    forgottenTopicsData: [],
  };
  assertEquals(await topLevel(byName, 12), Errors.INVALID_REQUEST);
  const partition = async (changes: Record<string, unknown>) => {
    const answer = await ask(quorum, one, FETCH, VERSION.fetch, fetchOf(changes));
    assertEquals(answer.errorCode, 0);
    return answer.responses[0].partitions[0];
  };
  assertEquals((await partition({ fetchOffset: -1n })).errorCode, Errors.INVALID_REQUEST);
  assertEquals((await partition({ lastFetchedEpoch: 2 })).errorCode, Errors.INVALID_REQUEST);
  assertEquals(
    (await partition({ currentLeaderEpoch: 0 })).errorCode,
    Errors.FENCED_LEADER_EPOCH,
  );
  const ahead = await partition({ currentLeaderEpoch: 2 });
  assertEquals(ahead.errorCode, Errors.UNKNOWN_LEADER_EPOCH);
  assertEquals(ahead.currentLeader, { leaderId: 1, leaderEpoch: 1 });
});

Deno.test("Fetch: whoever does not lead names the leader and where it listens", async () => {
  const quorum = new Quorum({ voters: [1, 2, 3] });
  for (const id of [1, 2, 3]) await quorum.start(id);
  const leader = await quorum.untilLeader();
  const follower = [...quorum.nodes.values()].find((test) => test !== leader)!;
  await quorum.until(() => follower.core.leaderId === leader.id);
  const { epoch } = leader.core;
  const message = fetchOf({ currentLeaderEpoch: epoch });
  const answer = await ask(quorum, follower, FETCH, VERSION.fetch, message);
  const [partition] = answer.responses[0].partitions;
  assertEquals(partition.errorCode, Errors.NOT_LEADER_OR_FOLLOWER);
  assertEquals(partition.currentLeader, { leaderId: leader.id, leaderEpoch: epoch });
  assertEquals(answer.nodeEndpoints, [
    { nodeId: leader.id, host: `node-${leader.id}`, port: 9093, rack: null },
  ]);
});

Deno.test("Fetch: records come with the high watermark; a longer log of an old epoch is told where it diverges", async () => {
  const { quorum, one } = await soleVoter();
  one.node.append(1, [record("a")]);
  await quorum.until(() => one.core.highWatermark === 2);
  const partition = async (changes: Record<string, unknown>) =>
    (await ask(quorum, one, FETCH, VERSION.fetch, fetchOf(changes))).responses[0].partitions[0];
  const all = await partition({});
  assertEquals([all.errorCode, all.highWatermark, all.logStartOffset], [0, 2n, 0n]);
  assertEquals(all.records.length, one.log.sizeBytes);
  const end = await partition({ fetchOffset: 2n, lastFetchedEpoch: 1 });
  assertEquals([end.errorCode, end.records.length], [0, 0]);
  const beyond = await partition({ fetchOffset: 9n, lastFetchedEpoch: 1 });
  assertEquals(beyond.divergingEpoch, { epoch: 1, endOffset: 2n });
  const old = await partition({ fetchOffset: 5n, lastFetchedEpoch: 0 });
  assertEquals(old.divergingEpoch, { epoch: 0, endOffset: 0n });
});

Deno.test("Fetch: with nothing new it waits, for an append or until its time is up", async () => {
  const { quorum, one } = await soleVoter();
  const message = fetchOf({ fetchOffset: 1n, lastFetchedEpoch: 1 }, { maxWaitMs: 500 });
  // The first tells of the high watermark, which this replica has not heard of yet.
  await ask(quorum, one, FETCH, VERSION.fetch, message);
  const before = quorum.world.nowMs;
  const empty = await ask(quorum, one, FETCH, VERSION.fetch, message);
  assertEquals(empty.responses[0].partitions[0].records.length, 0);
  assertEquals(Math.round(quorum.world.nowMs - before), 500);
  const waiting = one.requests.fetch(
    FETCH.request.decode(FETCH.request.encode(message, 17), 17),
    { version: 17, listener: "CONTROLLER" },
  );
  await quorum.advance(100);
  one.node.append(1, [record("a")]);
  const woken = await quorum.world.runUntil(waiting);
  assert(woken.responses[0].partitions[0].records!.length > 0);
  // A replica that says which high watermark it has is told of a newer one at once.
  const saying = fetchOf({ fetchOffset: 2n, lastFetchedEpoch: 1, highWatermark: 1n }, {
    maxWaitMs: 500,
  });
  await quorum.until(() => one.core.highWatermark === 2);
  const start = quorum.world.nowMs;
  const told = await ask(quorum, one, FETCH, 18, saying);
  assertEquals(told.responses[0].partitions[0].highWatermark, 2n);
  assertEquals(quorum.world.nowMs, start);
});

Deno.test("Fetch: one that waits hears of the end of the leadership", async () => {
  const { quorum, one } = await soleVoter();
  const message = fetchOf({ fetchOffset: 1n, lastFetchedEpoch: 1, highWatermark: 1n }, {
    maxWaitMs: 500,
  });
  const waiting = ask(quorum, one, FETCH, 18, message);
  one.node.resign(1);
  const answer = await waiting;
  assertEquals(answer.responses[0].partitions[0].errorCode, Errors.FENCED_LEADER_EPOCH);
});

Deno.test("FetchSnapshot: unknown ones, wrong positions and other topics have their errors", async () => {
  const quorum = new Quorum({
    voters: [1],
    snapshots: { maxNewRecordBytes: 500, maxIntervalMs: 0, retention: { maxBytes: -1, maxMs: -1 } },
  });
  const one = await quorum.start(1);
  await quorum.until(() => one.core.highWatermark > 0);
  for (let i = 0; i < 10; i++) one.node.append(1, [record(`r${i}`)]);
  await quorum.until(() => one.node.replica.latestSnapshot !== null);
  const { endOffset, epoch } = one.node.replica.latestSnapshot!;
  const snapshotId = { endOffset: BigInt(endOffset), epoch };
  const partition = async (changes: Record<string, unknown>, name = TOPIC) => {
    const answer = await ask(quorum, one, FETCH_SNAPSHOT, VERSION.fetchSnapshot, {
      clusterId: CLUSTER_ID,
      replicaId: 100,
      maxBytes: 1_000_000,
      topics: [{
        name,
        partitions: [{ partition: 0, currentLeaderEpoch: 1, snapshotId, position: 0n, ...changes }],
      }],
    });
    return answer.topics[0].partitions[0];
  };
  const whole = await partition({});
  assertEquals(whole.errorCode, 0);
  assertEquals(whole.size, BigInt(whole.unalignedRecords.length));
  assertEquals(whole.snapshotId, snapshotId);
  assertEquals((await partition({ position: whole.size })).errorCode, Errors.POSITION_OUT_OF_RANGE);
  assertEquals((await partition({ position: -1n })).errorCode, Errors.POSITION_OUT_OF_RANGE);
  const unknown = { snapshotId: { endOffset: 0n, epoch: 0 } };
  assertEquals((await partition(unknown)).errorCode, Errors.SNAPSHOT_NOT_FOUND);
  assertEquals((await partition({ currentLeaderEpoch: 0 })).errorCode, Errors.FENCED_LEADER_EPOCH);
  assertEquals((await partition({}, "other")).errorCode, Errors.UNKNOWN_TOPIC_OR_PARTITION);
  // A fetch from the beginning is sent to the snapshot.
  const answer = await ask(quorum, one, FETCH, VERSION.fetch, fetchOf());
  assertEquals(answer.responses[0].partitions[0].snapshotId, snapshotId);
});

Deno.test("DescribeQuorum: the leader tells how far everybody is", async () => {
  const quorum = new Quorum({ voters: [1, 2, 3] });
  for (const id of [1, 2, 3, 100]) await quorum.start(id);
  const leader = await quorum.untilLeader();
  await quorum.until(() => quorum.node(100).recorder.nextOffset === leader.log.endOffset);
  await quorum.advance(1000);
  const message = (topicName: string) => ({
    topics: [{ topicName, partitions: [{ partitionIndex: 0 }] }],
  });
  const describe = async (test: TestNode, topic = TOPIC) =>
    (await ask(quorum, test, DESCRIBE_QUORUM, VERSION.describe, message(topic))).topics[0]
      .partitions[0];
  const partition = await describe(leader);
  assertEquals(partition.errorCode, 0);
  assertEquals([partition.leaderId, partition.leaderEpoch], [leader.id, leader.core.epoch]);
  assertEquals(partition.highWatermark, BigInt(leader.core.highWatermark));
  assertEquals(partition.currentVoters.map((voter: any) => voter.replicaId).sort(), [1, 2, 3]);
  assertEquals(partition.observers.map((observer: any) => observer.replicaId), [100]);
  const nowMs = BigInt(leader.runtime.clock.now());
  for (const replica of [...partition.currentVoters, ...partition.observers]) {
    assertEquals(replica.logEndOffset, BigInt(leader.log.endOffset));
    assert(nowMs - replica.lastFetchTimestamp <= 600n, `${nowMs} ${replica.lastFetchTimestamp}`);
    assert(replica.lastCaughtUpTimestamp <= nowMs);
  }
  const follower = [...quorum.nodes.values()].find((test) => test !== leader)!;
  assertEquals((await describe(follower)).errorCode, Errors.NOT_LEADER_OR_FOLLOWER);
  assertEquals((await describe(leader, "x")).errorCode, Errors.UNKNOWN_TOPIC_OR_PARTITION);
});
