/** DescribeGroups, ListGroups, DeleteGroups and OffsetDelete over a group's life. */
import { assertEquals } from "@std/assert";
import { Apis } from "../../../protocol/apis.ts";
import { ConsumerProtocolSubscription } from "../../../protocol/data/consumer_protocol.ts";
import { Writer } from "../../../protocol/codec/writer.ts";
import { Errors } from "../../../protocol/errors.ts";
import { AdminScene } from "./admin_scene.ts";

const NOT_ASKED = -2147483648;
/** Read, delete, describe, describe configs, alter configs. */
const ALL = 3400;

function subscription(...topics: string[]): Uint8Array {
  const writer = new Writer();
  writer.int16(0);
  ConsumerProtocolSubscription.write(writer, { topics, userData: null }, 0);
  return writer.toBytes();
}

/** A member that is alone in its group, with its assignment. */
async function join(
  scene: AdminScene,
  groupId: string,
  protocolType = "consumer",
  metadata = subscription("t"),
): Promise<string> {
  const joined = await scene.ask(Apis.JoinGroup, {
    groupId,
    sessionTimeoutMs: 30_000,
    rebalanceTimeoutMs: 30_000,
    memberId: "",
    protocolType,
    protocols: [{ name: "range", metadata }],
  }, 3);
  assertEquals(joined.errorCode, 0);
  const { memberId, generationId } = joined;
  await scene.ask(Apis.SyncGroup, {
    groupId,
    generationId,
    memberId,
    assignments: [{ memberId, assignment: new Uint8Array([1, 2, 3]) }],
  }, 3);
  return memberId;
}

function leave(scene: AdminScene, groupId: string, memberId: string): Promise<any> {
  return scene.ask(Apis.LeaveGroup, { groupId, members: [{ memberId, groupInstanceId: null }] });
}

async function commit(scene: AdminScene, groupId: string, topic = "t"): Promise<void> {
  const { topics } = await scene.ask(Apis.OffsetCommit, {
    groupId,
    generationIdOrMemberEpoch: -1,
    memberId: "",
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 7n }] }],
  }, 8);
  assertEquals(topics[0].partitions[0].errorCode, 0);
}

async function committed(scene: AdminScene, groupId: string): Promise<number> {
  const { groups } = await scene.ask(Apis.OffsetFetch, {
    groups: [{ groupId, topics: [{ name: "t", partitionIndexes: [0] }] }],
  }, 8);
  return Number(groups[0].topics[0].partitions[0].committedOffset);
}

async function list(scene: AdminScene, filters: object = {}): Promise<string[]> {
  const { groups } = await scene.ask(Apis.ListGroups, filters);
  return groups.map((it: any) =>
    `${it.groupId} ${it.protocolType || "-"} ${it.groupState} ${it.groupType}`
  ).sort();
}

async function remove(scene: AdminScene, ...groupsNames: string[]): Promise<number[]> {
  const { results } = await scene.ask(Apis.DeleteGroups, { groupsNames });
  return results.map((it: any) => it.errorCode);
}

async function deleteOffset(scene: AdminScene, groupId: string, topic: string): Promise<unknown> {
  const { errorCode, topics } = await scene.ask(Apis.OffsetDelete, {
    groupId,
    topics: [{ name: topic, partitions: [{ partitionIndex: 0 }, { partitionIndex: 5 }] }],
  });
  return topics.length === 0
    ? errorCode
    : topics[0].partitions.map((it: { errorCode: number }) => it.errorCode);
}

async function start(): Promise<AdminScene> {
  const scene = await AdminScene.start();
  await scene.createTopic("t");
  await scene.createTopic("u");
  await scene.ask(Apis.FindCoordinator, { keyType: 0, coordinatorKeys: ["g"] });
  await scene.advance(500);
  return scene;
}

Deno.test("DescribeGroups shows members with what they told and got, once the group is stable", async () => {
  const scene = await start();
  const memberId = await join(scene, "g");
  const describe = async (version: number, ask: object = {}) =>
    (await scene.ask(Apis.DescribeGroups, { groups: ["g"], ...ask }, version)).groups[0];
  assertEquals(await describe(6, { includeAuthorizedOperations: true }), {
    errorCode: 0,
    errorMessage: null,
    groupId: "g",
    groupState: "Stable",
    protocolType: "consumer",
    protocolData: "range",
    members: [{
      memberId,
      groupInstanceId: null,
      clientId: "test",
      clientHost: "/10.0.0.1",
      memberMetadata: subscription("t"),
      memberAssignment: new Uint8Array([1, 2, 3]),
    }],
    authorizedOperations: ALL,
  });
  assertEquals((await describe(6)).authorizedOperations, NOT_ASKED);
  await leave(scene, "g", memberId);
  const { groupState, protocolData, members } = await describe(4);
  assertEquals({ groupState, protocolData, members }, {
    groupState: "Empty",
    protocolData: "",
    members: [],
  });
  await scene.stop();
});

Deno.test("DescribeGroups: an unknown group is dead, from version 6 GROUP_ID_NOT_FOUND", async () => {
  const scene = await start();
  const ask = async (version: number) => {
    const { groups: [{ errorCode, errorMessage, groupState }] } = await scene.ask(
      Apis.DescribeGroups,
      { groups: ["nope"] },
      version,
    );
    return { errorCode, errorMessage, groupState };
  };
  assertEquals(await ask(5), { errorCode: 0, errorMessage: null, groupState: "Dead" });
  assertEquals(await ask(6), {
    errorCode: Errors.GROUP_ID_NOT_FOUND,
    errorMessage: "Group nope not found.",
    groupState: "Dead",
  });
  await scene.stop();
});

Deno.test("ListGroups filters by state and type, whatever their case", async () => {
  const scene = await start();
  await join(scene, "stable");
  await commit(scene, "simple");
  assertEquals(await list(scene), [
    "simple - Empty classic",
    "stable consumer Stable classic",
  ]);
  assertEquals(await list(scene, { statesFilter: ["STABLE"] }), ["stable consumer Stable classic"]);
  assertEquals((await list(scene, { typesFilter: ["CLASSIC"] })).length, 2);
  assertEquals(await list(scene, { typesFilter: ["consumer", "nope"] }), []);
  assertEquals(await list(scene, { statesFilter: ["nope"] }), []);
  const { groups: [first] } = await scene.ask(Apis.ListGroups, {}, 3);
  assertEquals(first.groupState, "", "before version 4 there is no state");
  await scene.stop();
});

Deno.test("DeleteGroups removes groups without members with their offsets, also over a restart", async () => {
  let scene = await start();
  const memberId = await join(scene, "g");
  await commit(scene, "simple");
  assertEquals(await remove(scene, "g", "simple", "nope"), [
    Errors.NON_EMPTY_GROUP,
    Errors.NONE,
    Errors.GROUP_ID_NOT_FOUND,
  ]);
  assertEquals(await committed(scene, "simple"), -1);
  await leave(scene, "g", memberId);
  await commit(scene, "g");
  assertEquals(await remove(scene, "g"), [Errors.NONE]);
  assertEquals(await list(scene), []);
  await scene.stop();
  scene = await scene.restart();
  assertEquals(await list(scene), []);
  assertEquals(await committed(scene, "g"), -1);
  assertEquals(await remove(scene, "g"), [Errors.GROUP_ID_NOT_FOUND]);
  await scene.stop();
});

Deno.test("OffsetDelete spares topics that somebody is subscribed to", async () => {
  const scene = await start();
  const memberId = await join(scene, "g");
  await commit(scene, "other");
  assertEquals(await deleteOffset(scene, "g", "t"), [86, 86]);
  assertEquals(await deleteOffset(scene, "g", "u"), [0, 0]);
  assertEquals(await deleteOffset(scene, "g", "nope"), [3, 3]);
  assertEquals(await deleteOffset(scene, "nope", "t"), Errors.GROUP_ID_NOT_FOUND);
  await leave(scene, "g", memberId);
  await commit(scene, "g");
  assertEquals(await deleteOffset(scene, "g", "t"), [0, 0]);
  assertEquals(await committed(scene, "g"), -1);
  assertEquals(await committed(scene, "other"), 7);
  await scene.stop();
});

Deno.test("OffsetDelete: members that are no consumers keep everything, unreadable consumers every topic", async () => {
  const scene = await start();
  await join(scene, "connect", "connect");
  await join(scene, "odd", "consumer", new Uint8Array([0]));
  assertEquals(await deleteOffset(scene, "connect", "u"), Errors.NON_EMPTY_GROUP);
  assertEquals(await deleteOffset(scene, "odd", "u"), [86, 86]);
  await scene.stop();
});

Deno.test("OffsetDelete of a simple group's last offset leaves the group, which can be deleted then", async () => {
  const scene = await start();
  await commit(scene, "simple");
  assertEquals(await deleteOffset(scene, "simple", "t"), [0, 0]);
  assertEquals(await list(scene), ["simple - Empty classic"]);
  assertEquals(await remove(scene, "simple"), [Errors.NONE]);
  assertEquals(await list(scene), []);
  await scene.stop();
});

Deno.test("ListGroups and DescribeGroups of a broker without groups", async () => {
  const scene = await AdminScene.start();
  assertEquals(await list(scene), []);
  const { groups: [group] } = await scene.ask(Apis.DescribeGroups, { groups: ["g"] });
  assertEquals([group.errorCode, group.groupState], [Errors.NOT_COORDINATOR, ""]);
  assertEquals(await remove(scene, "g"), [Errors.NOT_COORDINATOR]);
  assertEquals(await deleteOffset(scene, "g", "t"), Errors.NOT_COORDINATOR);
  await scene.stop();
});
