import { assert, assertEquals } from "@std/assert";
import { Errors } from "../../../protocol/errors.ts";
import { KRAFT_VERSIONS, VoterSet } from "../../../metadata/raft/voter_set.ts";
import { decodeBatches } from "../../../metadata/raft/metadata_batch.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import { address, CLUSTER_ID, endpoint, Quorum, record, type TestNode } from "./quorum.ts";

/** Directory ids of the nodes 1 to 4. */
const DIRECTORIES = [
  ZERO_UUID,
  "qLMqe0NFRVyRMVyAjJlAAw",
  "IrdXcZM6S_Cb50ursBx2PA",
  "8ENGJ4LNPf9hclP0UgfMXg",
  "8-tcAetuRWKIFc8_Ib7YwA",
];
const CONTEXT = { version: 0, listener: "CONTROLLER" };

function voter(id: number) {
  return {
    id,
    directoryId: DIRECTORIES[id],
    endpoints: [endpoint(id)],
    kraftVersions: KRAFT_VERSIONS,
  };
}

/** A dynamic quorum that begins with `voters`; the nodes of `joining` know only where node 1 and 2 are. */
async function started(
  voters: number[],
  joining: number[] = [],
): Promise<{ quorum: Quorum; leader: TestNode }> {
  const quorum = new Quorum({ voters: [] });
  const initialVoters = new VoterSet(voters.map(voter));
  const bootstrapServers = [address(1), address(2)];
  for (const id of voters) {
    await quorum.start(id, { directoryId: DIRECTORIES[id], initialVoters, bootstrapServers });
  }
  for (const id of joining) {
    await quorum.start(id, { directoryId: DIRECTORIES[id], bootstrapServers });
  }
  const leader = await quorum.untilLeader();
  await quorum.until(() => leader.core.highWatermark > 0);
  for (const id of joining) {
    await quorum.until(() => quorum.node(id).recorder.nextOffset === leader.log.endOffset);
  }
  return { quorum, leader };
}

function add(leader: TestNode, id: number, changes = {}): Promise<{ errorCode: number }> {
  return leader.requests.handle(80, {
    clusterId: CLUSTER_ID,
    timeoutMs: 1000,
    voterId: id,
    voterDirectoryId: DIRECTORIES[id],
    listeners: [endpoint(id)],
    ackWhenCommitted: true,
    ...changes,
  }, CONTEXT);
}

function remove(leader: TestNode, id: number, directoryId = DIRECTORIES[id]) {
  return leader.requests.handle(81, {
    clusterId: CLUSTER_ID,
    voterId: id,
    voterDirectoryId: directoryId,
  }, CONTEXT);
}

async function outcome(quorum: Quorum, answer: Promise<{ errorCode: number }>): Promise<number> {
  return (await quorum.world.runUntil(answer)).errorCode;
}

Deno.test("the first leader of a dynamic quorum writes kraft.version and voters into its first batch", async () => {
  const { quorum, leader } = await started([1]);
  const [first] = [...decodeBatches(leader.log.batches[0].bytes)];
  assertEquals(first.controls.map((control) => control.type), [
    "LEADER_CHANGE",
    "KRAFT_VERSION",
    "KRAFT_VOTERS",
  ]);
  const { disk } = quorum.world.node("node-1");
  const state = new TextDecoder().decode(
    await quorum.world.runUntil(disk.readFile("data/__cluster_metadata-0/quorum-state")),
  );
  assertEquals(
    state,
    `{"leaderId":1,"leaderEpoch":1,"votedId":-1,"votedDirectoryId":"${ZERO_UUID}","data_version":1}`,
  );
  quorum.crash(1);
  const again = await quorum.start(1);
  await quorum.until(() => again.leads && again.core.highWatermark > 0);
  const last = [...decodeBatches(again.log.batches.at(-1)!.bytes)][0];
  // The log says it now, and nothing has changed.
  assertEquals(last.controls.map((control) => control.type), ["LEADER_CHANGE"]);
});

Deno.test("nodes that join are added as voters one by one, and then elect and outlive the first", async () => {
  const { quorum, leader } = await started([1], [2, 3]);
  assertEquals(quorum.node(2).core.isVoter, false);
  assertEquals(await outcome(quorum, add(leader, 2)), Errors.NONE);
  assertEquals(await outcome(quorum, add(leader, 3)), Errors.NONE);
  await quorum.until(() => quorum.node(3).core.isVoter && quorum.node(2).core.voters.size === 3);
  leader.node.append(leader.core.epoch, [record("kept")]);
  await quorum.until(() => quorum.node(2).recorder.state.includes("kept"));
  quorum.crash(1, "machine-lose-unsynced");
  const next = await quorum.untilLeader();
  await quorum.until(() => next.core.highWatermark > 0);
  assert(next.recorder.state.includes("kept"));
  assertEquals(next.core.voters.ids, [1, 2, 3]);
});

Deno.test("a voter is added only where that makes sense", async () => {
  const { quorum, leader } = await started([1, 2], [3]);
  const follower = quorum.node(leader.id === 1 ? 2 : 1);
  assertEquals(await outcome(quorum, add(leader, 2)), Errors.DUPLICATE_VOTER);
  assertEquals(
    await outcome(quorum, add(leader, 3, { voterDirectoryId: ZERO_UUID })),
    Errors.INVALID_REQUEST,
  );
  assertEquals(
    await outcome(quorum, add(leader, 3, { listeners: [{ ...endpoint(3), name: "OTHER" }] })),
    Errors.INVALID_REQUEST,
  );
  assertEquals(
    await outcome(quorum, add(leader, 3, { clusterId: "another" })),
    Errors.INCONSISTENT_CLUSTER_ID,
  );
  assertEquals(await outcome(quorum, add(follower, 3)), Errors.NOT_LEADER_OR_FOLLOWER);
  // Nobody answers there.
  assertEquals(await outcome(quorum, add(leader, 4)), Errors.REQUEST_TIMED_OUT);
  const one = add(leader, 3);
  assertEquals(await outcome(quorum, add(leader, 4)), Errors.REQUEST_TIMED_OUT);
  assertEquals(await outcome(quorum, one), Errors.NONE);
});

Deno.test("a static quorum has no voters to add or remove", async () => {
  const quorum = new Quorum({ voters: [1] });
  const one = await quorum.start(1);
  await quorum.until(() => one.core.highWatermark > 0);
  assertEquals(await outcome(quorum, add(one, 2)), Errors.UNSUPPORTED_VERSION);
  assertEquals(await outcome(quorum, remove(one, 1)), Errors.UNSUPPORTED_VERSION);
});

Deno.test("a leader that is removed sees it committed, steps down and only observes", async () => {
  const { quorum, leader } = await started([1, 2, 3]);
  assertEquals(await outcome(quorum, remove(leader, leader.id)), Errors.NONE);
  await quorum.until(() => quorum.leader !== undefined && quorum.leader !== leader);
  const next = quorum.leader!;
  assertEquals(next.core.voters.size, 2);
  await quorum.until(() => leader.core.state.kind === "follower");
  assertEquals(leader.core.isVoter, false);
  await quorum.until(() => next.core.highWatermark > 0);
  next.node.append(next.core.epoch, [record("after")]);
  await quorum.until(() => leader.recorder.state.includes("after"));
});

Deno.test("neither a stranger nor the last voter can be removed", async () => {
  const { quorum, leader } = await started([1, 2]);
  assertEquals(await outcome(quorum, remove(leader, 3)), Errors.VOTER_NOT_FOUND);
  assertEquals(await outcome(quorum, remove(leader, 1, DIRECTORIES[2])), Errors.VOTER_NOT_FOUND);
  const other = leader.id === 1 ? 2 : 1;
  assertEquals(await outcome(quorum, remove(leader, other)), Errors.NONE);
  assertEquals(await outcome(quorum, remove(leader, leader.id)), Errors.VOTER_NOT_FOUND);
  assert(leader.leads);
});

Deno.test("a change that never commits is undone where it was appended", async () => {
  const { quorum, leader } = await started([1, 2, 3], [4]);
  for (const id of [1, 2, 3]) if (id !== leader.id) quorum.cut(leader.id, id);
  const answer = add(leader, 4);
  await quorum.until(() => leader.core.voters.size === 4);
  assertEquals(await outcome(quorum, answer), Errors.NOT_LEADER_OR_FOLLOWER);
  await quorum.until(() => quorum.leader !== undefined && quorum.leader !== leader);
  quorum.heal();
  await quorum.until(() => leader.core.state.kind === "follower" && leader.core.voters.size === 3);
  await quorum.until(() => quorum.node(4).core.voters.size === 3);
});

Deno.test("a follower that moved tells the leader where it listens now", async () => {
  const { quorum, leader } = await started([1, 2, 3]);
  const moved = [1, 2, 3].find((id) => id !== leader.id)!;
  quorum.crash(moved);
  await quorum.start(moved, {
    directoryId: DIRECTORIES[moved],
    bootstrapServers: [address(leader.id)],
    port: 19093,
  });
  await quorum.until(() => leader.core.voters.get(moved)!.endpoints[0].port === 19093);
  await quorum.until(() => leader.core.highWatermark === leader.log.endOffset);
});

Deno.test("a snapshot carries the voters to those that start from it", async () => {
  const quorum = new Quorum({
    voters: [],
    snapshots: { maxNewRecordBytes: 1000, maxIntervalMs: 0, retention: { maxBytes: 1, maxMs: -1 } },
  });
  const initialVoters = new VoterSet([voter(1)]);
  const one = await quorum.start(1, { directoryId: DIRECTORIES[1], initialVoters });
  await quorum.until(() => one.core.highWatermark > 0);
  for (let i = 0; i < 100; i++) {
    one.node.append(1, [record(`r${i}`)]);
    await quorum.advance(5);
  }
  await quorum.advance(130_000);
  assert(one.node.replica.startOffset > 0);
  const two = await quorum.start(2, {
    directoryId: DIRECTORIES[2],
    bootstrapServers: [address(1)],
  });
  await quorum.until(() => two.recorder.nextOffset === one.log.endOffset);
  assertEquals(two.core.voters.ids, [1]);
  assertEquals(two.core.history.kraftVersion, 1);
  quorum.crash(2);
  const again = await quorum.start(2);
  assertEquals(again.core.voters.ids, [1]);
});
