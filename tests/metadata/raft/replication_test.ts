import { assert, assertEquals } from "@std/assert";
import { Quorum, record, type TestNode } from "./quorum.ts";

async function started(
  voters: number[],
  options: { snapshots?: boolean } = {},
): Promise<{ quorum: Quorum; leader: TestNode }> {
  const quorum = new Quorum({
    voters,
    snapshots: options.snapshots
      ? { maxNewRecordBytes: 2000, maxIntervalMs: 0, retention: { maxBytes: 2500, maxMs: -1 } }
      : undefined,
  });
  for (const id of voters) await quorum.start(id);
  const leader = await quorum.untilLeader();
  await quorum.until(() => leader.core.highWatermark > 0);
  return { quorum, leader };
}

function followersOf(quorum: Quorum, leader: TestNode): TestNode[] {
  return [...quorum.nodes.values()].filter((test) => test !== leader);
}

async function appendMany(quorum: Quorum, leader: TestNode, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    leader.node.append(leader.core.epoch, [record(`record ${leader.log.endOffset}`)]);
    await quorum.advance(5);
  }
  await quorum.until(() => leader.core.highWatermark === leader.log.endOffset);
}

Deno.test("nothing is committed before a majority has it on disk", async () => {
  const { quorum, leader } = await started([1, 2, 3]);
  const [near, far] = followersOf(quorum, leader);
  quorum.cut(leader.id, far.id);
  await quorum.advance(100);
  near.log.flush = () => new Promise(() => {});
  const committed = leader.core.highWatermark;
  leader.node.append(leader.core.epoch, [record("a")]);
  await quorum.until(() => near.log.endOffset === leader.log.endOffset);
  await quorum.advance(300);
  assertEquals(leader.core.highWatermark, committed);
});

Deno.test("a follower learns of a commit by a parked fetch, not half a second later", async () => {
  const { quorum, leader } = await started([1, 2, 3]);
  await quorum.advance(1000);
  const before = quorum.world.nowMs;
  leader.node.append(leader.core.epoch, [record("a")]);
  await quorum.until(() =>
    followersOf(quorum, leader).every(({ recorder }) => recorder.state.includes("a"))
  );
  assert(quorum.world.nowMs - before < 50, `took ${quorum.world.nowMs - before} ms`);
});

Deno.test("an uncommitted tail of an old epoch is committed only with the new leader's own batch", async () => {
  const { quorum, leader } = await started([1, 2, 3]);
  const [tail, gone] = followersOf(quorum, leader);
  // Only `tail` gets the record, and the leader does not hear that it has it.
  quorum.crash(gone.id);
  leader.node.append(leader.core.epoch, [record("old epoch")]);
  await quorum.until(() => tail.log.endOffset === leader.log.endOffset);
  quorum.crash(leader.id);
  await quorum.start(gone.id);
  const next = await quorum.untilLeader();
  assertEquals(next.id, tail.id);
  const start = next.core.state.kind === "leader" ? next.core.state.epochStartOffset! : -1;
  await quorum.until(() => next.core.highWatermark >= 0);
  // Never at a point between the old tail and its own batch.
  assert(next.core.highWatermark > start);
  assert(next.recorder.state.includes("old epoch"));
});

Deno.test("a diverging tail is cut and replaced by the leader's", async () => {
  const { quorum, leader } = await started([1, 2, 3]);
  await appendMany(quorum, leader, 5);
  const { epoch } = leader.core;
  quorum.isolate(leader.id);
  for (const name of ["x", "y", "z"]) leader.node.append(epoch, [record(name)]);
  await quorum.until(() => quorum.leader !== undefined && quorum.leader !== leader);
  const next = quorum.leader!;
  await quorum.until(() => next.core.highWatermark > 0);
  await appendMany(quorum, next, 2);
  quorum.heal();
  await quorum.until(() => leader.recorder.nextOffset === next.log.endOffset);
  assertEquals(leader.recorder.state, next.recorder.state);
  assertEquals(
    leader.log.batches.map(({ baseOffset, epoch }) => [baseOffset, epoch]),
    next.log.batches.map(({ baseOffset, epoch }) => [baseOffset, epoch]),
  );
});

Deno.test("an observer catches up, follows and never counts for a commit", async () => {
  const { quorum, leader } = await started([1, 2, 3]);
  await appendMany(quorum, leader, 20);
  const observer = await quorum.start(100);
  await quorum.until(() => observer.recorder.nextOffset === leader.log.endOffset);
  assertEquals(observer.recorder.state, leader.recorder.state);
  const committed = leader.core.highWatermark;
  for (const follower of followersOf(quorum, leader)) {
    if (follower !== observer) quorum.cut(leader.id, follower.id);
  }
  leader.node.append(leader.core.epoch, [record("seen by an observer only")]);
  await quorum.until(() => observer.log.endOffset === leader.log.endOffset);
  await quorum.advance(500);
  assertEquals(leader.core.highWatermark, committed);
});

Deno.test("an observer finds the next leader", async () => {
  const { quorum, leader } = await started([1, 2, 3]);
  const observer = await quorum.start(100);
  await quorum.until(() => observer.core.state.kind === "follower");
  quorum.crash(leader.id);
  const next = await quorum.untilLeader();
  await quorum.until(() => observer.core.leaderId === next.id);
  await quorum.until(() => next.core.highWatermark > 0);
  await appendMany(quorum, next, 3);
  await quorum.until(() => observer.recorder.nextOffset === next.log.endOffset);
});

Deno.test("an observer that finds nobody looks around at the pace of its backoff, not faster", async () => {
  const { quorum, leader } = await started([1]);
  const observer = await quorum.start(100);
  await quorum.until(() => observer.core.state.kind === "follower");
  quorum.crash(leader.id);
  await quorum.advance(10_000);
  let ticks = 0;
  const { machine } = observer.node;
  const tick = machine.tick.bind(machine);
  machine.tick = (nowMs) => {
    ticks++;
    tick(nowMs);
  };
  await quorum.advance(1000);
  // One request and one backoff of 20 ms each time.
  assert(ticks > 5 && ticks < 120, `${ticks} ticks in a second`);
});

Deno.test("a leader's log is cleaned behind its snapshots", async () => {
  const { quorum, leader } = await started([1], { snapshots: true });
  await appendMany(quorum, leader, 200);
  await quorum.advance(130_000);
  const { replica } = leader.node;
  assert(replica.startOffset > 0);
  assertEquals(replica.earliestSnapshot!.endOffset, replica.startOffset);
  assert(replica.log.sizeBytes + replica.snapshots.sizeBytes < 40_000);
  quorum.crash(1, "machine-lose-unsynced");
  const again = await quorum.start(1);
  await quorum.until(() => again.leads && again.recorder.nextOffset === again.log.endOffset);
  assertEquals(again.recorder.snapshots.length, 1);
  assertEquals(again.recorder.state, leader.recorder.state);
});

Deno.test("a node behind the leader's log start gets a snapshot, in pieces, and goes on from there", async () => {
  const { quorum, leader } = await started([1, 2, 3], { snapshots: true });
  const late = followersOf(quorum, leader)[0];
  quorum.crash(late.id);
  await appendMany(quorum, leader, 200);
  await quorum.advance(130_000);
  assert(leader.node.replica.startOffset > late.log.endOffset);
  // Pieces of a hundred bytes.
  const read = leader.node.replica.snapshots.readPiece.bind(leader.node.replica.snapshots);
  leader.node.replica.snapshots.readPiece = (id, position) => read(id, position, 100);
  const again = await quorum.start(late.id);
  const observer = await quorum.start(100);
  for (const test of [again, observer]) {
    await quorum.until(() => test.recorder.nextOffset === leader.log.endOffset);
    assertEquals(test.recorder.snapshots.length, 1);
    assertEquals(test.recorder.state, leader.recorder.state);
    const { replica } = test.node;
    assertEquals(replica.startOffset, replica.latestSnapshot!.endOffset);
  }
  // It can lead from there.
  quorum.crash(leader.id);
  const next = await quorum.untilLeader();
  await quorum.until(() => next.core.highWatermark > 0);
  assertEquals(next.recorder.state, leader.recorder.state);
});

Deno.test("a snapshot that disappears during a download is replaced by a newer one", async () => {
  const { quorum, leader } = await started([1, 2, 3], { snapshots: true });
  await appendMany(quorum, leader, 100);
  await quorum.advance(130_000);
  const { snapshots } = leader.node.replica;
  const read = snapshots.readPiece.bind(snapshots);
  let pieces = 0;
  snapshots.readPiece = async (id, position) => {
    pieces++;
    if (pieces === 3) await appendMany(quorum, leader, 0);
    return pieces === 3 ? null : await read(id, position, 400);
  };
  const observer = await quorum.start(100);
  await quorum.until(() => observer.recorder.nextOffset === leader.log.endOffset);
  assert(pieces > 3);
  assertEquals(observer.recorder.state, leader.recorder.state);
});

Deno.test("a crash between a snapshot's rename and the log's truncation is made good at the start", async () => {
  const { quorum, leader } = await started([1, 2, 3], { snapshots: true });
  const late = followersOf(quorum, leader)[0];
  quorum.crash(late.id);
  await appendMany(quorum, leader, 200);
  await quorum.advance(130_000);
  const again = await quorum.start(late.id);
  let installed = false;
  again.log.startAfter = () => {
    installed = true;
    return new Promise(() => {});
  };
  await quorum.until(() => installed);
  quorum.crash(late.id);
  const third = await quorum.start(late.id);
  assertEquals(third.log.startOffset, third.node.replica.latestSnapshot!.endOffset);
  await quorum.until(() => third.recorder.nextOffset === leader.log.endOffset);
  assertEquals(third.recorder.state, leader.recorder.state);
});
