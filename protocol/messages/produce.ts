/** Produce, API key 0. */
import { array, int16, int32, int64, records, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ProduceRequest = request(0, "Produce", "0-13", "9+", {
  transactionalId: string({ versions: "3+", nullable: "3+", default: null }),
  acks: int16(),
  timeoutMs: int32(),
  topicData: array(struct({
    name: string({ versions: "0-12", ignorable: true }),
    topicId: uuid({ versions: "13+", ignorable: true }),
    partitionData: array(struct({
      index: int32(),
      records: records({ nullable: "0+" }),
    })),
  })),
});

export const ProduceResponse = response(0, "Produce", "0-13", "9+", {
  responses: array(struct({
    name: string({ versions: "0-12", ignorable: true }),
    topicId: uuid({ versions: "13+", ignorable: true }),
    partitionResponses: array(struct({
      index: int32(),
      errorCode: int16(),
      baseOffset: int64(),
      logAppendTimeMs: int64({ versions: "2+", default: -1n, ignorable: true }),
      logStartOffset: int64({ versions: "5+", default: -1n, ignorable: true }),
      recordErrors: array(
        struct({
          batchIndex: int32({ versions: "8+" }),
          batchIndexErrorMessage: string({ versions: "8+", nullable: "8+", default: null }),
        }),
        { versions: "8+", ignorable: true },
      ),
      errorMessage: string({ versions: "8+", nullable: "8+", default: null, ignorable: true }),
      currentLeader: struct({
        leaderId: int32({ versions: "10+", default: -1 }),
        leaderEpoch: int32({ versions: "10+", default: -1 }),
      }, { versions: "10+", tag: 0 }),
    })),
  })),
  throttleTimeMs: int32({ versions: "1+", default: 0, ignorable: true }),
  nodeEndpoints: array(
    struct({
      nodeId: int32({ versions: "10+" }),
      host: string({ versions: "10+" }),
      port: int32({ versions: "10+" }),
      rack: string({ versions: "10+", nullable: "10+", default: null }),
    }),
    { versions: "10+", tag: 0 },
  ),
});
