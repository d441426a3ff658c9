/**
 * Node's Kafka module with its own start script and waits: node node.mjs IMAGE FOLDER, with the packages installed in
 * FOLDER. A line `ok NAME` or `FAILED NAME: why` a case.
 */
import { createRequire } from "node:module";

const [, , image, folder] = process.argv;
const load = createRequire(`${folder}/`);
const { KafkaContainer } = load("@testcontainers/kafka");
const { GenericContainer, Network } = load("testcontainers");
const { Kafka, logLevel } = load("kafkajs");

async function roundTrip(container) {
  const brokers = [`${container.getHost()}:${container.getMappedPort(9093)}`];
  const kafka = new Kafka({ logLevel: logLevel.NOTHING, brokers });
  const producer = kafka.producer();
  const consumer = kafka.consumer({ groupId: "readers" });
  try {
    await producer.connect();
    await producer.send({ topic: "messages", messages: [{ value: "a message" }] });
    await consumer.connect();
    await consumer.subscribe({ topic: "messages", fromBeginning: true });
    const read = await new Promise((resolve) =>
      consumer.run({ eachMessage: async ({ message }) => resolve(`${message.value}`) })
    );
    if (read !== "a message") throw new Error(`read: ${read}`);
  } finally {
    await consumer.disconnect();
    await producer.disconnect();
  }
}

async function started(container, use) {
  const from = performance.now();
  const running = await container.start();
  const ms = Math.round(performance.now() - from);
  try {
    await use(running);
  } finally {
    await running.stop();
  }
  return ms;
}

const CASES = {
  "ZooKeeper in the container": () => started(new KafkaContainer(image), roundTrip),
  "KRaft": () => started(new KafkaContainer(image).withKraft(), roundTrip),
  "KRaft before 7.4, which has its scripts edited": () =>
    started(new KafkaContainer(image.replace(/:.*/, ":7.3.0")).withKraft(), roundTrip),
  "ZooKeeper as a container of its own": async () => {
    const network = await new Network().start();
    const zookeeper = new GenericContainer(image)
      .withNetwork(network)
      .withNetworkAliases("zookeeper")
      .withEnvironment({ ZOOKEEPER_CLIENT_PORT: "2181" });
    try {
      return await started(zookeeper, () => {
        const kafka = new KafkaContainer(image)
          .withNetwork(network)
          .withZooKeeper("zookeeper", 2181);
        return started(kafka, roundTrip);
      });
    } finally {
      await network.stop();
    }
  },
};

for (const [name, run] of Object.entries(CASES)) {
  try {
    console.log(`ok ${name} (started in ${await run()} ms)`);
  } catch (error) {
    console.log(`FAILED ${name}: ${error.stack.replaceAll("\n", " | ")}`);
  }
}
