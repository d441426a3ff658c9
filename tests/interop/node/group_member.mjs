/** One member of a group, on kafkajs. Prints what it is assigned and each record it takes; leaves on SIGTERM. */
import { broker, load } from "./cases.mjs";

const [topic, groupId] = process.argv.slice(2);
const { default: { AssignerProtocol, Kafka, logLevel, PartitionAssigners } } = await load(
  "kafkajs",
);

/** kafkajs's own assigner under the name by which the Java client knows its own. */
function roundrobin(options) {
  const name = "roundrobin";
  const original = PartitionAssigners.roundRobin(options);
  return {
    ...original,
    name,
    protocol: ({ topics }) => ({
      name,
      metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics }),
    }),
  };
}

const kafka = new Kafka({ clientId: "member", brokers: [broker], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({
  groupId,
  partitionAssigners: [roundrobin],
  sessionTimeout: 4000,
  heartbeatInterval: 200,
  maxWaitTimeInMs: 100,
});
consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
  console.log(JSON.stringify({ assigned: payload.memberAssignment[topic] ?? [] }));
});
process.on("SIGTERM", async () => {
  await consumer.disconnect();
  process.exit();
});
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({
  autoCommitInterval: 100,
  eachMessage: ({ partition, message }) => {
    console.log(JSON.stringify({ partition, value: message.value.toString() }));
  },
});
