/** Produce (0): appends one batch per partition and answers as `acks` says (KIP-98, KIP-467, KIP-516, KIP-951). */
import { type Answer, type ApiHandler, CLOSE_CONNECTION, NO_RESPONSE } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../protocol/codec/message.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { ProduceRequest, ProduceResponse } from "../../protocol/messages/produce.ts";
import {
  attributes,
  baseSequence,
  HEADER_BYTES,
  producerId,
} from "../../protocol/records/batch_header.ts";
import { LogAppendError } from "../../storage/errors.ts";
import { defineApi } from "../define_api.ts";
import { isInternalTopic } from "../internal_topics.ts";
import type { Partition } from "../partition/partition.ts";
import type { BrokerServices } from "../services.ts";

type Request = DecodedMessage<typeof ProduceRequest>;
type Response = EncodableMessage<typeof ProduceResponse>;
type TopicResult = Response["responses"][number];
type PartitionResult = TopicResult["partitionResponses"][number];
type Writable<T> = { -readonly [K in keyof T]: T[K] };

const ZSTD = 4;
const CODEC_MASK = 0x07;
const TRANSACTIONAL = 0x10;
/** The only client that may write internal topics. */
const ADMIN_CLIENT_ID = "__admin_client";

/** One partition of a request after its append. */
interface Appended {
  readonly result: Writable<PartitionResult>;
  /** Set when the append went well and an acknowledgement is owed. */
  readonly partition: Partition | null;
  readonly lastOffset: number;
}

export function produce(services: BrokerServices): ApiHandler {
  return defineApi(
    Apis.Produce,
    (request, context) =>
      new ProduceCall(
        services,
        request,
        context.apiVersion,
        context.clientId,
        context.connection.listener,
      ).run(),
    { overlaps: true },
  );
}

class ProduceCall {
  readonly #appended: Appended[] = [];
  readonly #topics: TopicResult[] = [];
  #movedLeader = false;

  constructor(
    readonly services: BrokerServices,
    readonly request: Request,
    readonly version: number,
    readonly clientId: string,
    readonly listener: string,
  ) {}

  run(): Answer<Response> | Promise<Answer<Response>> {
    const { acks } = this.request;
    for (const topic of this.request.topicData) this.#topic(topic);
    if (acks === 0) {
      const failed = this.#appended.some(({ result }) => result.errorCode !== Errors.NONE);
      return failed ? CLOSE_CONNECTION : NO_RESPONSE;
    }
    return this.#acknowledge(acks);
  }

  #topic(topic: Request["topicData"][number]): void {
    const { metadata } = this.services;
    const name = this.version >= 13
      ? metadata.image.topics.byId.get(topic.topicId)?.name ?? null
      : topic.name;
    const partitionResponses: PartitionResult[] = [];
    for (const { index, records } of topic.partitionData) {
      const appended = this.#partition(name, index, records);
      this.#appended.push(appended);
      partitionResponses.push(appended.result);
    }
    this.#topics.push({ name: topic.name, topicId: topic.topicId, partitionResponses });
  }

  #partition(name: string | null, index: number, records: Uint8Array | null): Appended {
    try {
      const partition = this.#checked(name, index, records);
      const result = partition.append(records!, { origin: "client" });
      return {
        result: {
          index,
          errorCode: Errors.NONE,
          baseOffset: BigInt(result.firstOffset),
          logAppendTimeMs: BigInt(result.logAppendTimeMs),
          logStartOffset: BigInt(result.logStartOffset),
        },
        partition,
        lastOffset: result.lastOffset,
      };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { result: this.#failure(name, index, error), partition: null, lastOffset: -1 };
    }
  }

  #checked(name: string | null, index: number, records: Uint8Array | null): Partition {
    const { acks, transactionalId } = this.request;
    if (acks !== -1 && acks !== 0 && acks !== 1) throw new ApiError(Errors.INVALID_REQUIRED_ACKS);
    if (name === null) throw new ApiError(Errors.UNKNOWN_TOPIC_ID);
    if (isInternalTopic(name) && this.clientId !== ADMIN_CLIENT_ID) {
      throw new ApiError(Errors.INVALID_TOPIC_EXCEPTION);
    }
    if (records === null || records.length === 0) {
      throw new ApiError(
        Errors.INVALID_RECORD,
        `Produce requests must have exactly one record batch per partition.`,
      );
    }
    if (records.length >= HEADER_BYTES) {
      const flags = attributes(records, 0);
      if (this.version < 7 && (flags & CODEC_MASK) === ZSTD) {
        throw new ApiError(Errors.UNSUPPORTED_COMPRESSION_TYPE);
      }
      const idempotent = producerId(records, 0) >= 0n;
      if (idempotent && (flags & TRANSACTIONAL) !== 0) {
        if (transactionalId === null) {
          throw new ApiError(Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
        }
        throw new ApiError(Errors.INVALID_TXN_STATE);
      }
      if (idempotent && baseSequence(records, 0) < 0) {
        throw new ApiError(Errors.INVALID_RECORD);
      }
    }
    const partition = this.services.replicas.leaderPartition(name, index);
    if (acks === -1) this.services.replicas.requireMinInSyncReplicas(partition);
    return partition;
  }

  #failure(name: string | null, index: number, error: ApiError): Writable<PartitionResult> {
    const result: Writable<PartitionResult> = { index, errorCode: error.code, baseOffset: -1n };
    if (error instanceof LogAppendError && error.recordErrors.length > 0) {
      result.recordErrors = error.recordErrors.map(({ batchIndex, message }) => ({
        batchIndex,
        batchIndexErrorMessage: message,
      }));
    }
    if (error.code === Errors.INVALID_RECORD || error.code === Errors.INVALID_TIMESTAMP) {
      result.errorMessage = error.message;
    }
    const tellsLeader = error.code === Errors.NOT_LEADER_OR_FOLLOWER && this.version >= 10;
    if (tellsLeader && name !== null) {
      const state = this.services.metadata.image.topics.byName.get(name)?.partitions[index];
      if (state !== undefined) {
        this.#movedLeader = true;
        result.currentLeader = { leaderId: state.leader, leaderEpoch: state.leaderEpoch };
      }
    }
    return result;
  }

  /** Answers when every append is as safe as `acks` asks, or the time is up. */
  #acknowledge(acks: number): Response | Promise<Response> {
    const waiting = this.#appended.filter(({ partition }) => partition !== null);
    if (waiting.length === 0) return this.#response();
    return new Promise((resolve) => {
      let left = waiting.length;
      const finish = (result: Writable<PartitionResult>, errorCode: number) => {
        if (errorCode !== Errors.NONE) fail(result, errorCode);
        if (--left > 0) return;
        cancelExpiry();
        resolve(this.#response());
      };
      let cancelExpiry = () => {};
      const giveUps: (() => void)[] = [];
      for (const { partition, result, lastOffset } of waiting) {
        if (acks === 1) partition!.whenWritten(lastOffset, (code) => finish(result, code));
        else {
          let open = true;
          const giveUp = partition!.whenCommitted(lastOffset, (code) => {
            open = false;
            finish(result, code);
          });
          giveUps.push(() => {
            if (!open) return;
            giveUp();
            finish(result, Errors.REQUEST_TIMED_OUT);
          });
        }
      }
      if (acks === -1 && left > 0) {
        cancelExpiry = this.services.expirations.add(
          this.request.timeoutMs,
          () => giveUps.forEach((giveUp) => giveUp()),
        );
      }
    });
  }

  #leaders(): number[] {
    return this.#appended.map(({ result }) => result.currentLeader?.leaderId ?? -1);
  }

  #response(): Response {
    return {
      responses: this.#topics,
      nodeEndpoints: this.#movedLeader
        ? this.services.metadata.endpointsOf(this.#leaders(), this.listener)
        : undefined,
    };
  }
}

function fail(result: Writable<PartitionResult>, errorCode: number): void {
  result.errorCode = errorCode;
  result.baseOffset = -1n;
  result.logAppendTimeMs = -1n;
  result.logStartOffset = -1n;
}
