/** Produce (0): appends one batch per partition and answers as `acks` says (KIP-98, KIP-467, KIP-516, KIP-951). */
import { type Answer, type ApiHandler, CLOSE_CONNECTION, NO_RESPONSE } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../protocol/codec/message.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { ProduceRequest, ProduceResponse } from "../../protocol/messages/produce.ts";
import { attributes, producerId } from "../../protocol/records/batch_header.ts";
import { defineApi } from "../../network/define_api.ts";
import { isInternalTopic } from "../internal_topics.ts";
import type { Partition } from "../partition/partition.ts";
import { type Append, whenCommitted, whenWritten } from "../produce/acknowledge.ts";
import { checkBatchShape } from "../produce/batch_shape.ts";
import {
  appended,
  fail,
  type PartitionResult,
  refused,
  type TopicResult,
} from "../produce/partition_result.ts";
import type { BrokerServices } from "../services.ts";

type Request = DecodedMessage<typeof ProduceRequest>;
type Response = EncodableMessage<typeof ProduceResponse>;

const TRANSACTIONAL = 0x10;
/** First version whose clients learn of the new leader from the answer. */
const LEADER_SINCE = 10;
/** The only client that may write internal topics. */
const ADMIN_CLIENT_ID = "__admin_client";

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
  readonly #appends: Append[] = [];
  readonly #topics: TopicResult[] = [];
  #anyRefused = false;
  /** Leaders that the client is told of. */
  readonly #leaders: number[] = [];

  constructor(
    readonly services: BrokerServices,
    readonly request: Request,
    readonly version: number,
    readonly clientId: string,
    readonly listener: string,
  ) {}

  run(): Answer<Response> | Promise<Answer<Response>> {
    const { acks, timeoutMs } = this.request;
    for (const topic of this.request.topicData) this.#topic(topic);
    if (acks === 0) return this.#anyRefused ? CLOSE_CONNECTION : NO_RESPONSE;
    if (this.#appends.length === 0) return this.#response();
    const acknowledged = acks === 1
      ? whenWritten(this.#appends)
      : whenCommitted(this.#appends, timeoutMs, this.services.expirations);
    return acknowledged.then(() => this.#response());
  }

  #topic({ name, topicId, partitionData }: Request["topicData"][number]): void {
    const { topics } = this.services.metadata.image;
    const byId = this.version >= 13;
    const known = byId ? topics.byId.get(topicId)?.name ?? null : name;
    const partitionResponses = partitionData.map(({ index, records }) =>
      this.#partition(known, byId ? topicId : null, index, records)
    );
    this.#topics.push({ name, topicId, partitionResponses });
  }

  #partition(
    name: string | null,
    topicId: string | null,
    index: number,
    records: Uint8Array | null,
  ): PartitionResult {
    let partition: Partition | null = null;
    try {
      this.#check(name, records);
      const found = this.services.replicas.leaderPartition(name!, index);
      // A topic that was made anew, of which this broker still has the old one.
      if (topicId !== null && found.topicId !== topicId) {
        throw new ApiError(Errors.UNKNOWN_TOPIC_ID);
      }
      if (this.request.acks === -1 && found.isUnderMinInSyncReplicas) {
        throw new ApiError(Errors.NOT_ENOUGH_REPLICAS);
      }
      partition = found;
      const outcome = partition.append(records!, { origin: "client" });
      const result = appended(index, outcome);
      this.#appends.push({
        partition,
        lastOffset: outcome.lastOffset,
        done: (errorCode) => errorCode !== Errors.NONE && this.#fail(result, name!, errorCode),
      });
      return result;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#anyRefused = true;
      const result = refused(index, error, partition?.log.logStartOffset ?? null);
      if (name !== null) this.#tellLeader(result, name);
      return result;
    }
  }

  /** @throws {ApiError} */
  #check(name: string | null, records: Uint8Array | null): void {
    const { acks, transactionalId } = this.request;
    if (acks !== -1 && acks !== 0 && acks !== 1) throw new ApiError(Errors.INVALID_REQUIRED_ACKS);
    if (name === null) throw new ApiError(Errors.UNKNOWN_TOPIC_ID);
    if (isInternalTopic(name) && this.clientId !== ADMIN_CLIENT_ID) {
      throw new ApiError(Errors.INVALID_TOPIC_EXCEPTION);
    }
    checkBatchShape(records, this.version);
    if (producerId(records!, 0) < 0n) return;
    if ((attributes(records!, 0) & TRANSACTIONAL) !== 0) {
      throw new ApiError(
        transactionalId === null
          ? Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
          : Errors.INVALID_TXN_STATE,
      );
    }
  }

  #fail(result: PartitionResult, name: string, errorCode: number): void {
    fail(result, errorCode);
    this.#tellLeader(result, name);
  }

  #tellLeader(result: PartitionResult, name: string): void {
    const moved = result.errorCode === Errors.NOT_LEADER_OR_FOLLOWER;
    if (!moved || this.version < LEADER_SINCE) return;
    const { topics } = this.services.metadata.image;
    const state = topics.byName.get(name)?.partitions[result.index];
    if (state === undefined) return;
    this.#leaders.push(state.leader);
    result.currentLeader = { leaderId: state.leader, leaderEpoch: state.leaderEpoch };
  }

  #response(): Response {
    return {
      responses: this.#topics,
      nodeEndpoints: this.#leaders.length > 0
        ? this.services.metadata.endpointsOf(this.#leaders, this.listener)
        : undefined,
    };
  }
}
