/** Each API in each version that ApiVersions lists: asked something good and something bad, and the answer decoded. */
import { assert, assertEquals } from "@std/assert";
import type { Api } from "../../protocol/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { complete } from "../../protocol/codec/complete.ts";
import { BatchBuilder } from "../../protocol/records/batch_builder.ts";
import { ADMIN_QUESTIONS, type Questions, type Scene } from "./admin_questions.ts";
import { fitted } from "./fitted.ts";
import { SimulatedNode } from "./simulated_node.ts";
import { WireReplay } from "./wire_replay.ts";

const NO_SUCH_ID = "zzzzzzzzzzzzzzzzzzzzzw";
const TIMEOUT_MS = 5000;

function batch(text = "x"): Uint8Array {
  const builder = new BatchBuilder();
  builder.append({
    timestamp: 1_700_000_000_000n,
    key: null,
    value: new TextEncoder().encode(text),
  });
  return builder.build();
}

const produced = (name: string, topicId: string) => ({
  acks: -1,
  timeoutMs: TIMEOUT_MS,
  transactionalId: null,
  topicData: [{ name, topicId, partitionData: [{ index: 0, records: batch() }] }],
});

const fetched = (topic: string, topicId: string, fetchOffset = 0n) => ({
  maxWaitMs: 0,
  minBytes: 1,
  maxBytes: 1_000_000,
  sessionEpoch: -1,
  topics: [{
    topic,
    topicId,
    partitions: [{
      partition: 0,
      fetchOffset,
      lastFetchedEpoch: -1,
      partitionMaxBytes: 100_000,
    }],
  }],
  forgottenTopicsData: [],
});

const offsetAt = (name: string, timestamp: bigint) => ({
  replicaId: -1,
  topics: [{ name, partitions: [{ partitionIndex: 0, timestamp, maxNumOffsets: 1 }] }],
});

const joining = (groupId: string, memberId: string) => ({
  groupId,
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 3_000,
  memberId,
  protocolType: "consumer",
  protocols: [{ name: "range", metadata: new Uint8Array(3) }],
});

const committing = (groupId: string, name: string, topicId: string) => ({
  groupId,
  topics: [{ name, topicId, partitions: [{ partitionIndex: 0, committedOffset: 1n }] }],
});

const QUESTIONS: ReadonlyMap<Api, Questions> = new Map<Api, Questions>([
  ...Object.entries(ADMIN_QUESTIONS).map(([name, ask]) =>
    [Apis[name as keyof typeof Apis], ask] as [Api, Questions]
  ),
  [Apis.Produce, (version, { topicId }) => [
    [produced("t", topicId)],
    [produced("nope", NO_SUCH_ID), version >= 13 ? 100 : 3],
  ]],
  [Apis.Fetch, (version, { topicId }) => [
    [fetched("t", topicId)],
    [fetched("t", topicId, 99n), 1],
    [fetched("nope", NO_SUCH_ID), version >= 13 ? 100 : 3],
    ...version >= 7
      ? [[{ ...fetched("t", topicId), sessionId: 9, sessionEpoch: 7 }, 70] as const]
      : [],
  ]],
  [Apis.ListOffsets, () => [[offsetAt("t", -1n)], [offsetAt("t", 5n)], [offsetAt("nope", -1n), 3]]],
  [Apis.Metadata, (version, { topicId }) => [
    [{ topics: [{ name: "t" }] }],
    [{ topics: version === 0 ? [] : null }],
    [{ topics: [{ name: "nope" }], allowAutoTopicCreation: false }, 3],
    ...version >= 12
      ? [[{ topics: [{ name: null, topicId }] }], [{
        topics: [{ name: null, topicId: NO_SUCH_ID }],
      }, 100]] as const
      : [],
  ]],
  [Apis.OffsetCommit, (version, { topicId }) => [
    [committing("simple", "t", topicId)],
    [committing(`gone-${version}`, "t", topicId)],
    [committing("simple", "nope", NO_SUCH_ID), version >= 10 ? 100 : 3],
    [
      { ...committing("absent", "t", topicId), generationIdOrMemberEpoch: 3 },
      version >= 9 ? 69 : 22,
    ],
  ]],
  [Apis.OffsetFetch, (version, { topicId }) => {
    const topics = [{ name: "t", partitionIndexes: [0, 1] }];
    const byId = [{ ...topics[0], topicId }];
    return version >= 8
      ? [[{ groups: [{ groupId: "simple", topics: byId }, { groupId: "absent", topics: null }] }]]
      : [[{ groupId: "simple", topics }], [{
        groupId: "absent",
        topics: version >= 2 ? null : [],
      }]];
  }],
  [
    Apis.FindCoordinator,
    (version) =>
      version >= 4
        ? [[{ keyType: 0, coordinatorKeys: ["a", "b"] }], [
          { keyType: 9, coordinatorKeys: ["a"] },
          42,
        ]]
        : [
          [{ keyType: 0, key: "a" }],
          ...version > 0 ? [[{ keyType: 9, key: "a" }, 42] as const] : [],
        ],
  ],
  [Apis.JoinGroup, (version) => [
    [joining(`new-${version}`, ""), ...version >= 4 ? [79] : []],
    [joining("g", "nobody"), 25],
    [{ ...joining(`static-${version}`, ""), groupInstanceId: "i" }, ...version === 4 ? [79] : []],
  ]],
  [Apis.SyncGroup, (version, { groupMember }) => [
    [{
      groupId: "g",
      generationId: 1,
      memberId: groupMember,
      protocolType: "consumer",
      protocolName: "range",
      assignments: [{ memberId: groupMember, assignment: new Uint8Array(4) }],
    }],
    [
      { groupId: "g", generationId: 1, memberId: "nobody", assignments: [] },
      version >= 5 ? 23 : 25,
    ],
  ]],
  [Apis.Heartbeat, (_, { groupMember }) => [
    [{ groupId: "g", generationId: 1, memberId: groupMember }],
    [{ groupId: "g", generationId: 1, memberId: "nobody" }, 25],
  ]],
  [
    Apis.LeaveGroup,
    (version) =>
      version >= 3
        ? [[{ groupId: "g", members: [{ memberId: "nobody" }] }, 25]]
        : [[{ groupId: "g", memberId: "nobody" }, 25]],
  ],
  [Apis.CreateTopics, (version) => {
    const topic = (name: string) => ({
      name,
      numPartitions: 1,
      replicationFactor: 1,
      assignments: [],
      configs: [{ name: "retention.ms", value: "1000" }],
    });
    return [
      [{ topics: [topic(`made-${version}`)], timeoutMs: TIMEOUT_MS }],
      [{ topics: [topic("t")], timeoutMs: TIMEOUT_MS }, 36],
    ];
  }],
  [Apis.DeleteTopics, (version) => {
    const request = (name: string) => ({
      ...version >= 6 ? { topics: [{ name }] } : { topicNames: [name] },
      timeoutMs: TIMEOUT_MS,
    });
    return [[request(`made-${version + 1}`)], [request("nope"), 3]];
  }],
  [Apis.CreatePartitions, () => {
    const request = (name: string, count: number) => ({
      topics: [{ name, count, assignments: null }],
      timeoutMs: TIMEOUT_MS,
      validateOnly: true,
    });
    return [[request("t", 5)], [request("t", 1), 37], [request("nope", 5), 3]];
  }],
  [Apis.InitProducerId, (version) => [
    [{ transactionalId: null, transactionTimeoutMs: 1000 }],
    ...version >= 3
      ? [[{ transactionalId: null, transactionTimeoutMs: 1000, producerId: 5n }, 42] as const]
      : [],
    [{ transactionalId: "", transactionTimeoutMs: 1000 }, 42],
  ]],
  [Apis.OffsetForLeaderEpoch, () => {
    const request = (topic: string) => ({
      replicaId: -2,
      topics: [{ topic, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] }],
    });
    return [[request("t")], [request("nope"), 3]];
  }],
  [Apis.DescribeCluster, (version) => [
    [{ includeClusterAuthorizedOperations: true, includeFencedBrokers: true }],
    ...version >= 1
      ? [[{ includeClusterAuthorizedOperations: true, endpointType: 2 }, 114] as const]
      : [],
  ]],
  [Apis.DescribeTopicPartitions, () => [
    [{ topics: [{ name: "t" }], cursor: null }],
    [{ topics: [{ name: "nope" }], cursor: null }, 3],
    [{ topics: [{ name: "t" }], cursor: { topicName: "t", partitionIndex: -4 } }, 42],
  ]],
  [Apis.ApiVersions, (version) => [
    [{ clientSoftwareName: "test", clientSoftwareVersion: "1" }],
    ...version >= 3 ? [[{ clientSoftwareName: "?", clientSoftwareVersion: "1" }, 42] as const] : [],
  ]],
]);

/** A node with a topic, some records, a group with a member, and offsets. */
async function stage(): Promise<{ replay: WireReplay; scene: Scene }> {
  const node = await new SimulatedNode({
    settings: {
      "auto.create.topics.enable": "false",
      "group.initial.rebalance.delay.ms": "0",
      "offsets.topic.num.partitions": "1",
    },
  }).start();
  const replay = new WireReplay(node);
  const made = await replay.ask(Apis.CreateTopics, 7, {
    topics: [{ name: "t", numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: TIMEOUT_MS,
  });
  await replay.ask(Apis.FindCoordinator, 0, { key: "g" });
  await node.world.advance(500);
  const joined = await replay.ask(Apis.JoinGroup, 2, joining("g", ""));
  assertEquals(joined.errorCode, 0);
  return { replay, scene: { topicId: made.topics[0].topicId, groupMember: joined.memberId } };
}

/** Every error code in an answer. */
function* errorCodes(value: unknown): Generator<number> {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return;
  for (const [name, field] of Object.entries(value)) {
    if (name === "errorCode") yield field as number;
    else yield* errorCodes(field);
  }
}

Deno.test("Every API answers in every version that ApiVersions lists", async () => {
  const { replay, scene } = await stage();
  const { apiKeys } = await replay.ask(Apis.ApiVersions, 0, {});
  let asked = 0;
  for (const { apiKey, minVersion, maxVersion } of apiKeys) {
    const api: Api = Object.values(Apis).find(({ key }) => key === apiKey)!;
    const first = Math.max(minVersion, api.answered.min);
    for (let version = first; version <= maxVersion; version++) {
      const questions = QUESTIONS.get(api)?.(version, scene) ??
        [[complete(api.request.fields, {})] as const];
      for (const [body, ...expected] of questions) {
        const answer = await replay.ask(api, version, fitted(api.request, version, body));
        asked++;
        if (!QUESTIONS.has(api)) continue;
        const codes = new Set([...errorCodes(answer)].filter((code) => code !== 0));
        assertEquals(
          [...codes],
          expected,
          `${api.name} ${version}: ${JSON.stringify(Object.keys(body))}`,
        );
      }
    }
  }
  assert(asked > 200, `${asked} questions`);
  assertEquals(replay.node.fatal, []);
  await replay.node.stop();
});

Deno.test("Every API that the broker serves by itself is asked in every version", async () => {
  const { replay } = await stage();
  const { apiKeys } = await replay.ask(Apis.ApiVersions, 0, {});
  const listed = new Set(apiKeys.map(({ apiKey }: { apiKey: number }) => apiKey));
  for (const { key, name } of QUESTIONS.keys()) assert(listed.has(key), `${name} is listed`);
  await replay.node.stop();
});
