/** Fetch, API key 1. */
import { array, int16, int32, int64, int8, records, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const FetchRequest = request(1, "Fetch", "0-18", "12+", {
  clusterId: string({ versions: "12+", nullable: "12+", tag: 0, default: null, ignorable: true }),
  replicaId: int32({ versions: "0-14", default: -1 }),
  replicaState: struct({
    replicaId: int32({ versions: "15+", default: -1 }),
    replicaEpoch: int64({ versions: "15+", default: -1n }),
  }, { versions: "15+", tag: 1 }),
  maxWaitMs: int32(),
  minBytes: int32(),
  maxBytes: int32({ versions: "3+", default: 2147483647, ignorable: true }),
  isolationLevel: int8({ versions: "4+", default: 0, ignorable: true }),
  sessionId: int32({ versions: "7+", default: 0, ignorable: true }),
  sessionEpoch: int32({ versions: "7+", default: -1, ignorable: true }),
  topics: array(struct({
    topic: string({ versions: "0-12", ignorable: true }),
    topicId: uuid({ versions: "13+", ignorable: true }),
    partitions: array(struct({
      partition: int32(),
      currentLeaderEpoch: int32({ versions: "9+", default: -1, ignorable: true }),
      fetchOffset: int64(),
      lastFetchedEpoch: int32({ versions: "12+", default: -1 }),
      logStartOffset: int64({ versions: "5+", default: -1n, ignorable: true }),
      partitionMaxBytes: int32(),
      replicaDirectoryId: uuid({ versions: "17+", tag: 0, ignorable: true }),
      highWatermark: int64({
        versions: "18+",
        tag: 1,
        default: 9223372036854775807n,
        ignorable: true,
      }),
    })),
  })),
  forgottenTopicsData: array(
    struct({
      topic: string({ versions: "7-12", ignorable: true }),
      topicId: uuid({ versions: "13+", ignorable: true }),
      partitions: array(int32(), { versions: "7+" }),
    }),
    { versions: "7+" },
  ),
  rackId: string({ versions: "11+", default: "", ignorable: true }),
});

export const FetchResponse = response(1, "Fetch", "0-18", "12+", {
  throttleTimeMs: int32({ versions: "1+", ignorable: true }),
  errorCode: int16({ versions: "7+", ignorable: true }),
  sessionId: int32({ versions: "7+", default: 0 }),
  responses: array(struct({
    topic: string({ versions: "0-12", ignorable: true }),
    topicId: uuid({ versions: "13+", ignorable: true }),
    partitions: array(struct({
      partitionIndex: int32(),
      errorCode: int16(),
      highWatermark: int64(),
      lastStableOffset: int64({ versions: "4+", default: -1n, ignorable: true }),
      logStartOffset: int64({ versions: "5+", default: -1n, ignorable: true }),
      divergingEpoch: struct({
        epoch: int32({ versions: "12+", default: -1 }),
        endOffset: int64({ versions: "12+", default: -1n }),
      }, { versions: "12+", tag: 0 }),
      currentLeader: struct({
        leaderId: int32({ versions: "12+", default: -1 }),
        leaderEpoch: int32({ versions: "12+", default: -1 }),
      }, { versions: "12+", tag: 1 }),
      snapshotId: struct({
        endOffset: int64({ default: -1n }),
        epoch: int32({ default: -1 }),
      }, { versions: "12+", tag: 2 }),
      abortedTransactions: array(
        struct({
          producerId: int64({ versions: "4+" }),
          firstOffset: int64({ versions: "4+" }),
        }),
        { versions: "4+", nullable: "4+", ignorable: true },
      ),
      preferredReadReplica: int32({ versions: "11+", default: -1 }),
      records: records({ nullable: "0+" }),
    })),
  })),
  nodeEndpoints: array(
    struct({
      nodeId: int32({ versions: "16+" }),
      host: string({ versions: "16+" }),
      port: int32({ versions: "16+" }),
      rack: string({ versions: "16+", nullable: "16+", default: null }),
    }),
    { versions: "16+", tag: 0 },
  ),
});
