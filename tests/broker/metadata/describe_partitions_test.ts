/** How partitions look to clients of a listener when brokers are down, fenced or elsewhere. */
import { assertEquals } from "@std/assert";
import { describePartition } from "../../../broker/metadata/describe_partitions.ts";
import { brokerEndpoints } from "../../../broker/metadata/endpoints.ts";
import { Errors } from "../../../protocol/errors.ts";
import { brokerOf, idOf, imageOf, topicOf } from "../images.ts";

const elsewhere = [{ name: "INTERNAL", host: "h", port: 1, securityProtocol: 0 }];

function scene() {
  const topic = topicOf(
    "t",
    idOf(1),
    { replicas: [1, 2, 3], isr: [1, 3], leader: 1, leaderEpoch: 4, elr: [2], lastKnownElr: [2] },
    { replicas: [2, 1], isr: [2], leader: -1, leaderEpoch: 5 },
    { replicas: [3], leader: 3, leaderEpoch: 6 },
    { replicas: [9], leader: 9, leaderEpoch: 7 },
  );
  const image = imageOf({
    topics: [topic],
    brokers: [brokerOf(1), brokerOf(2, { fenced: true }), brokerOf(3, { endpoints: elsewhere })],
  });
  return { image, topic };
}

Deno.test("describePartition tells who leads, who follows and who is down", () => {
  const { image, topic } = scene();
  assertEquals(describePartition(image, topic, 0, "PLAINTEXT"), {
    errorCode: Errors.NONE,
    partitionIndex: 0,
    leaderId: 1,
    leaderEpoch: 4,
    replicaNodes: [1, 2, 3],
    isrNodes: [1, 3],
    eligibleLeaderReplicas: [2],
    lastKnownElr: [2],
    offlineReplicas: [2, 3],
  });
});

Deno.test("describePartition: no leader, a leader that is gone, a leader without the listener", () => {
  const { image, topic } = scene();
  const old = { listenerErrors: false, aliveOnly: false };
  const describe = (index: number, view = { listenerErrors: true, aliveOnly: false }) => {
    const { errorCode, leaderId } = describePartition(image, topic, index, "PLAINTEXT", view);
    return [errorCode, leaderId];
  };
  const { LEADER_NOT_AVAILABLE, LISTENER_NOT_FOUND } = Errors;
  assertEquals([describe(1), describe(3)], [[LEADER_NOT_AVAILABLE, -1], [
    LEADER_NOT_AVAILABLE,
    -1,
  ]]);
  assertEquals([describe(2), describe(2, old)], [[LISTENER_NOT_FOUND, -1], [
    LEADER_NOT_AVAILABLE,
    -1,
  ]]);
});

Deno.test("describePartition for Metadata 0 leaves out replicas that can't be reached, and says so", () => {
  const { image, topic } = scene();
  const view = { listenerErrors: false, aliveOnly: true };
  const { errorCode, replicaNodes, isrNodes, leaderId } = describePartition(
    image,
    topic,
    0,
    "PLAINTEXT",
    view,
  );
  assertEquals([errorCode, replicaNodes, isrNodes, leaderId], [Errors.REPLICA_NOT_AVAILABLE, [1], [
    1,
  ], 1]);
  const gone = describePartition(image, topic, 2, "PLAINTEXT", view);
  assertEquals([gone.errorCode, gone.replicaNodes], [Errors.LEADER_NOT_AVAILABLE, []]);
});

Deno.test("brokerEndpoints gives the brokers that clients of a listener can reach, by id", () => {
  const { image } = scene();
  assertEquals(brokerEndpoints(image, "PLAINTEXT").map(({ nodeId, host }) => [nodeId, host]), [[
    1,
    "host1",
  ]]);
  assertEquals(brokerEndpoints(image, "INTERNAL").map(({ nodeId }) => nodeId), [3]);
  const many = imageOf({ brokers: [12, 3, 7].map((id) => brokerOf(id)) });
  assertEquals(brokerEndpoints(many, "PLAINTEXT").map(({ nodeId }) => nodeId), [3, 7, 12]);
});
