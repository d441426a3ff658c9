import { nodeSuite } from "../harness/node_script.ts";

/** `@platformatic/kafka`, run by Node: producer, consumer group stream, admin. */
export const platformaticKafka = nodeSuite("platformatic-kafka", "platformatic_kafka.mjs");
