/** Metadata, DescribeCluster, DescribeTopicPartitions and FindCoordinator over a cluster of several brokers. */
import { assert, assertEquals } from "@std/assert";
import { describeCluster } from "../../../broker/apis/describe_cluster.ts";
import { describeTopicPartitions } from "../../../broker/apis/describe_topic_partitions.ts";
import { findCoordinator } from "../../../broker/apis/find_coordinator.ts";
import { metadata } from "../../../broker/apis/metadata.ts";
import type { BrokerServices } from "../../../broker/services.ts";
import type { Api } from "../../../protocol/api.ts";
import { Apis } from "../../../protocol/apis.ts";
import { complete } from "../../../protocol/codec/complete.ts";
import { Errors } from "../../../protocol/errors.ts";
import { seededRandom } from "../../coordinator/virtual_clock.ts";
import { brokerOf, idOf, imageOf, type ImageParts, topicOf } from "../images.ts";

const HANDLERS = [metadata, describeCluster, describeTopicPartitions, findCoordinator];

function scene(parts: ImageParts, settings: Record<string, unknown> = {}) {
  const created: string[] = [];
  const services = {
    metadata: { image: imageOf(parts) },
    clusterId: "cluster",
    random: seededRandom(),
    config: { get: (name: string) => settings[name] ?? true },
    topicCreator: { createInBackground: (name: string) => void created.push(name) },
  } as unknown as BrokerServices;
  const ask = async (
    api: Api,
    version: number,
    body: any,
    listener = "PLAINTEXT",
  ): Promise<any> => {
    const handler = HANDLERS.map((make) => make(services)).find(({ key }) => key === api.key)!;
    const request = complete(api.request.fields, body);
    const answer = await handler.handle(
      request,
      { apiVersion: version, connection: { listener } } as any,
    );
    return api.response.decode(api.response.encode(answer as any, version), version);
  };
  return { ask, created };
}

const internal = { name: "INTERNAL", host: "inside", port: 9, securityProtocol: 0 };
const outside = { name: "PLAINTEXT", host: "outside", port: 9092, securityProtocol: 0 };
const BROKERS = [
  brokerOf(1),
  brokerOf(2, { endpoints: [outside, internal], rack: "r2" }),
  brokerOf(3, { fenced: true }),
];

Deno.test("Metadata lists the live brokers of the client's listener, and one of them as controller", async () => {
  const { ask } = scene({ brokers: BROKERS });
  const answer = await ask(Apis.Metadata, 12, { topics: [] });
  assertEquals(answer.brokers, [
    { nodeId: 1, host: "host1", port: 9092, rack: null },
    { nodeId: 2, host: "outside", port: 9092, rack: "r2" },
  ]);
  const controllers = new Set<number>();
  for (let i = 0; i < 50; i++) {
    controllers.add((await ask(Apis.Metadata, 12, { topics: [] })).controllerId);
  }
  assertEquals([...controllers].sort(), [1, 2]);
  const inside = await ask(Apis.Metadata, 12, { topics: [] }, "INTERNAL");
  assertEquals([inside.brokers.length, inside.brokers[0].host, inside.controllerId], [
    1,
    "inside",
    2,
  ]);
  const nobody = await scene({}).ask(Apis.Metadata, 12, { topics: [] });
  assertEquals([nobody.brokers, nobody.controllerId], [[], -1]);
});

Deno.test("Metadata of no list means all topics; version 0 says so with an empty one", async () => {
  const { ask, created } = scene({
    topics: [topicOf("a", idOf(1), {}), topicOf("b", idOf(2), {})],
    brokers: BROKERS,
  });
  const names = async (version: number, topics: unknown) =>
    (await ask(Apis.Metadata, version, { topics })).topics.map(({ name }: any) => name);
  assertEquals([await names(0, []), await names(1, null), await names(1, [])], [["a", "b"], [
    "a",
    "b",
  ], []]);
  assertEquals(created, []);
});

Deno.test("Metadata creates unknown topics where broker and client allow it, and none by id or illegal name", async () => {
  const request = {
    allowAutoTopicCreation: true,
    topics: [{ name: "new" }, { name: "a b" }, { name: null, topicId: idOf(5) }],
  };
  const allowed = scene({ brokers: BROKERS });
  const answer = await allowed.ask(Apis.Metadata, 12, request);
  assertEquals(answer.topics.map(({ errorCode }: any) => errorCode), [
    Errors.UNKNOWN_TOPIC_OR_PARTITION,
    Errors.INVALID_TOPIC_EXCEPTION,
    Errors.UNKNOWN_TOPIC_ID,
  ]);
  assertEquals(allowed.created, ["new"]);
  const unwanted = scene({ brokers: BROKERS });
  await unwanted.ask(Apis.Metadata, 12, { ...request, allowAutoTopicCreation: false });
  const forbidden = scene({ brokers: BROKERS }, { "auto.create.topics.enable": false });
  await forbidden.ask(Apis.Metadata, 12, request);
  assertEquals([unwanted.created, forbidden.created], [[], []]);
});

Deno.test("DescribeCluster lists fenced brokers only when asked to", async () => {
  const { ask } = scene({ brokers: BROKERS });
  const all = await ask(Apis.DescribeCluster, 2, { includeFencedBrokers: true });
  assertEquals(all.brokers.map(({ brokerId, isFenced }: any) => [brokerId, isFenced]), [
    [1, false],
    [2, false],
    [3, true],
  ]);
  for (const version of [0, 1, 2]) {
    const { brokers, controllerId } = await ask(Apis.DescribeCluster, version, {});
    assertEquals(brokers.map(({ brokerId }: any) => brokerId), [1, 2]);
    assert(controllerId === 1 || controllerId === 2);
  }
});

Deno.test("DescribeTopicPartitions gives page after page over topics, by name, with nothing lost or twice", async () => {
  const topics = [
    topicOf("c", idOf(1), {}, {}, {}),
    topicOf("a", idOf(2), {}, {}),
    topicOf("b", idOf(3), {}),
  ];
  const { ask } = scene({ topics, brokers: BROKERS }, { "max.request.partition.size.limit": 4 });
  for (const [limit, pages] of [[1, 6], [2, 3], [3, 2], [4, 2], [2000, 2]]) {
    const seen: string[] = [];
    let cursor = null;
    let count = 0;
    do {
      const page: any = await ask(Apis.DescribeTopicPartitions, 0, {
        topics: [],
        responsePartitionLimit: limit,
        cursor,
      });
      for (const { name, partitions } of page.topics) {
        for (const { partitionIndex } of partitions) seen.push(`${name}-${partitionIndex}`);
      }
      cursor = page.nextCursor;
      count++;
    } while (cursor !== null);
    assertEquals([seen, count], [["a-0", "a-1", "b-0", "c-0", "c-1", "c-2"], pages]);
  }
});

Deno.test("DescribeTopicPartitions goes on where a topic of the cursor was deleted meanwhile", async () => {
  const { ask } = scene({ topics: [topicOf("c", idOf(1), {})], brokers: BROKERS }, {
    "max.request.partition.size.limit": 9,
  });
  const cursor = { topicName: "b", partitionIndex: 3 };
  const { topics, nextCursor } = await ask(Apis.DescribeTopicPartitions, 0, { topics: [], cursor });
  assertEquals([topics.map(({ name }: any) => name), nextCursor], [["c"], null]);
});

Deno.test("FindCoordinator finds the leader of the group's partition on the client's listener", async () => {
  const offsets = topicOf(
    "__consumer_offsets",
    idOf(1),
    { replicas: [1], leader: 1 },
    { replicas: [2], leader: 2 },
    { replicas: [3], leader: 3 },
    { leader: -1 },
  );
  const { ask, created } = scene({ topics: [offsets], brokers: BROKERS });
  const find = async (key: string, listener?: string) => {
    const { coordinators: [found] } = await ask(Apis.FindCoordinator, 4, {
      keyType: 0,
      coordinatorKeys: [key],
    }, listener);
    return found.errorCode || `${found.nodeId} ${found.host}`;
  };
  const { COORDINATOR_NOT_AVAILABLE } = Errors;
  // Java's hashes of these are 0, 97, 98 and 99; partitions 0, 1, 2 and 3.
  assertEquals([await find(""), await find("a"), await find("b"), await find("c")], [
    "1 host1",
    "2 outside",
    COORDINATOR_NOT_AVAILABLE,
    COORDINATOR_NOT_AVAILABLE,
  ]);
  assertEquals([await find("a", "INTERNAL"), await find("", "INTERNAL")], [
    "2 inside",
    COORDINATOR_NOT_AVAILABLE,
  ]);
  assertEquals(created, []);
});

Deno.test("FindCoordinator has the offsets topic created when it is not there", async () => {
  const { ask, created } = scene({ brokers: BROKERS });
  for (const version of [0, 3, 6]) {
    const body = version >= 4 ? { keyType: 0, coordinatorKeys: ["g"] } : { key: "g" };
    const answer = await ask(Apis.FindCoordinator, version, body);
    const { errorCode, nodeId } = version >= 4 ? answer.coordinators[0] : answer;
    assertEquals([errorCode, nodeId], [Errors.COORDINATOR_NOT_AVAILABLE, -1]);
  }
  assertEquals(created, Array(3).fill("__consumer_offsets"));
});
