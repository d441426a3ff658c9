/**
 * What it costs to decode and encode the hot messages: `deno run bench/codec.ts` or `bun bench/codec.ts`. Each line ends in
 * a ratio to JSON.parse and JSON.stringify of the same value, the fastest general codec that the runtime itself has.
 */
import { Apis } from "../protocol/apis.ts";
import type { EncodableMessage, Message } from "../protocol/codec/message.ts";
import { Reader } from "../protocol/codec/reader.ts";
import { StringCache } from "../protocol/codec/string_cache.ts";
import { Writer } from "../protocol/codec/writer.ts";

/** Many short rounds: the best of them was not interrupted by anything else. */
const ROUNDS = 60;
const ROUND_MS = 4;

function repeat<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

interface Sample {
  readonly name: string;
  readonly message: Message<any>;
  readonly version: number;
  readonly value: any;
}

function sample<M extends Message<any>>(
  name: string,
  message: M,
  version: number,
  value: EncodableMessage<M>,
): Sample {
  return { name: `${message.name} ${version}, ${name}`, message, version, value };
}

function produce(topics: number, partitions: number, batchBytes: number) {
  return {
    acks: -1,
    timeoutMs: 30000,
    transactionalId: null,
    topicData: repeat(topics, (topic) => ({
      name: `orders-eu-west-${topic}`,
      partitionData: repeat(partitions, (index) => ({
        index,
        records: new Uint8Array(batchBytes),
      })),
    })),
  };
}

function fetchRequest(topics: number, partitions: number) {
  return {
    maxWaitMs: 500,
    minBytes: 1,
    sessionId: 77,
    sessionEpoch: 4,
    topics: repeat(topics, (topic) => ({
      topic: `orders-eu-west-${topic}`,
      partitions: repeat(partitions, (partition) => ({
        partition,
        currentLeaderEpoch: 3,
        fetchOffset: 1234567n + BigInt(partition),
        partitionMaxBytes: 1048576,
      })),
    })),
    forgottenTopicsData: [],
  };
}

function fetchResponse(topics: number, partitions: number, recordBytes: number) {
  return {
    throttleTimeMs: 0,
    sessionId: 77,
    responses: repeat(topics, (topic) => ({
      topic: `orders-eu-west-${topic}`,
      partitions: repeat(partitions, (partitionIndex) => ({
        partitionIndex,
        errorCode: 0,
        highWatermark: 1234567n,
        lastStableOffset: 1234567n,
        logStartOffset: 0n,
        abortedTransactions: null,
        records: new Uint8Array(recordBytes),
      })),
    })),
  };
}

function metadata(topics: number, partitions: number) {
  return {
    brokers: repeat(3, (nodeId) => ({ nodeId, host: `broker-${nodeId}.example`, port: 9092 })),
    clusterId: "MkU3OEVBNTcwNTJENDM2Qg",
    controllerId: 1,
    topics: repeat(topics, (topic) => ({
      errorCode: 0,
      name: `orders-eu-west-${topic}`,
      topicId: "ASNFZ4mrze_-3LqYdlQyEA",
      isInternal: false,
      partitions: repeat(partitions, (partitionIndex) => ({
        errorCode: 0,
        partitionIndex,
        leaderId: partitionIndex % 3,
        leaderEpoch: 5,
        replicaNodes: [0, 1, 2],
        isrNodes: [0, 1, 2],
        offlineReplicas: [],
      })),
    })),
  };
}

const SAMPLES: readonly Sample[] = [
  sample("1 partition", Apis.Produce.request, 9, produce(1, 1, 1024)),
  sample("10 topics x 10", Apis.Produce.request, 9, produce(10, 10, 1024)),
  sample("1 partition", Apis.Fetch.request, 12, fetchRequest(1, 1)),
  sample("10 topics x 10", Apis.Fetch.request, 12, fetchRequest(10, 10)),
  sample("1 partition, 16 KiB", Apis.Fetch.response, 12, fetchResponse(1, 1, 16384)),
  sample("10 topics x 10, 16 KiB", Apis.Fetch.response, 12, fetchResponse(10, 10, 16384)),
  sample("1 topic x 3", Apis.Metadata.response, 12, metadata(1, 3)),
  sample("200 topics x 6", Apis.Metadata.response, 12, metadata(200, 6)),
];

/** Nanoseconds per call, of the best round. */
function nanoseconds(work: () => unknown): number {
  let best = Infinity;
  let calls = 1;
  for (let round = 0; round < ROUNDS;) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) work();
    const elapsed = performance.now() - start;
    if (elapsed < ROUND_MS) {
      calls = Math.ceil(calls * Math.max(2, ROUND_MS / Math.max(elapsed, 1)));
      continue;
    }
    best = Math.min(best, elapsed * 1e6 / calls);
    round++;
  }
  return best;
}

/** The value as JSON can hold it: bytes, which we don't copy either, are left out. */
function jsonText(value: unknown): string {
  return JSON.stringify(
    value,
    (_, part) =>
      typeof part === "bigint" ? Number(part) : part instanceof Uint8Array ? part.length : part,
  );
}

function print(what: string, ours: number, json: number): void {
  const ratio = (ours / json).toFixed(2);
  console.log(`${what.padEnd(56)} ${ours.toFixed(0).padStart(9)} ns   ${ratio.padStart(5)} x JSON`);
}

/** As a broker does it: texts seen before are found again, and one buffer serves many messages. */
const strings = new StringCache();
const writer = new Writer(65536);

for (const { name, message, version, value } of SAMPLES) {
  const start = performance.now();
  const bytes = message.encode(value, version);
  const firstMs = performance.now() - start;
  const text = jsonText(message.decode(bytes, version));
  const plain = JSON.parse(text);
  const decode = () => message.read(new Reader(bytes, 0, bytes.length, strings), version);
  const encode = () => {
    message.write(writer, value, version);
    return writer.chunks();
  };
  print(`decode ${name}`, nanoseconds(decode), nanoseconds(() => JSON.parse(text)));
  print(`encode ${name}`, nanoseconds(encode), nanoseconds(() => JSON.stringify(plain)));
  console.log(`  ${bytes.length} bytes; first use ${firstMs.toFixed(2)} ms`);
}
