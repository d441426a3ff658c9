/** Bodies of the requests that the loads send, and what is looked at in the answers. */
import { BatchBuilder } from "../../protocol/records/batch_builder.ts";

/** Versions that name topics instead of their ids. */
export const PRODUCE_VERSION = 9;
export const FETCH_VERSION = 11;
const RECORD_BYTES = 1000;

/** A batch of about `bytes`, of records of 1000 bytes. */
export function batchOf(bytes: number, nowMs: number): Uint8Array {
  const builder = new BatchBuilder({}, bytes);
  const timestamp = BigInt(nowMs);
  const value = new Uint8Array(RECORD_BYTES).fill(120);
  do builder.append({ timestamp, key: null, value }); while (builder.sizeBytes + 1100 <= bytes);
  return builder.build();
}

export function produceBody(name: string, index: number, records: Uint8Array) {
  return {
    transactionalId: null,
    acks: -1,
    timeoutMs: 30_000,
    topicData: [{ name, partitionData: [{ index, records }] }],
  };
}

export function fetchBody(topic: string, partition: number, fetchOffset: bigint, maxBytes: number) {
  return {
    replicaId: -1,
    maxWaitMs: 500,
    minBytes: 1,
    maxBytes,
    isolationLevel: 0,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [{
      topic,
      partitions: [{
        partition,
        currentLeaderEpoch: -1,
        fetchOffset,
        logStartOffset: -1n,
        partitionMaxBytes: maxBytes,
      }],
    }],
    forgottenTopicsData: [],
    rackId: "",
  };
}

/** @throws {Error} If the broker refused the batch. */
export function checkProduced(answer: {
  readonly responses: readonly {
    readonly partitionResponses: readonly {
      readonly errorCode: number;
      readonly baseOffset: bigint;
    }[];
  }[];
}): bigint {
  const { errorCode, baseOffset } = answer.responses[0].partitionResponses[0];
  if (errorCode !== 0) throw new Error(`Produce: error ${errorCode}`);
  return baseOffset;
}
