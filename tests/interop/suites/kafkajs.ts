import { nodeSuite } from "../harness/node_script.ts";

/** kafkajs, run by Node: admin, producers, consumer groups. */
export const kafkajs = nodeSuite("kafkajs", "kafkajs.mjs");
