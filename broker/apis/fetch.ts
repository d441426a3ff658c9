/** Fetch (1): reads partitions for consumers and followers, waiting for data where asked (KIP-74, KIP-227, KIP-516). */
import type { ApiHandler, ConnectionInfo } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { FetchRequest, FetchResponse } from "../../protocol/messages/fetch.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { defineApi } from "../../network/define_api.ts";
import type { FetchedPartition, FetchPartition } from "../fetch/fetch_partition.ts";
import type { FetchSession } from "../fetch/fetch_session.ts";
import {
  abandon,
  type Fetched,
  type FetchLimits,
  giveBack,
  holdFor,
  readPartitions,
  recordsOf,
  unread,
} from "../fetch/read_partitions.ts";
import { waitForData } from "../fetch/wait_for_data.ts";
import type { BrokerServices } from "../services.ts";

type Request = DecodedMessage<typeof FetchRequest>;
type Response = EncodableMessage<typeof FetchResponse>;
/** With the memory that the records lie in, to be given back once they are sent. */
type FetchAnswer = Response & { readonly fetched?: Fetched };

/** Session ids and epochs with a meaning (KIP-227). */
const NEW_SESSION_EPOCH = 0;
const FINAL_EPOCH = -1;

export function fetch(services: BrokerServices): ApiHandler {
  return defineApi(
    Apis.Fetch,
    (request, context) =>
      new FetchCall(services, request, context.apiVersion, context.connection).run(),
    {
      overlaps: "one at a time",
      sent: ({ fetched }: FetchAnswer) => fetched && giveBack(fetched),
      unsent: ({ fetched }: FetchAnswer) => fetched && abandon(fetched),
    },
  );
}

class FetchCall {
  readonly #usesTopicIds: boolean;
  readonly #limits: FetchLimits;

  constructor(
    readonly services: BrokerServices,
    readonly request: Request,
    readonly version: number,
    readonly connection: ConnectionInfo,
  ) {
    this.#usesTopicIds = version >= 13;
    const replicaId = version >= 15 ? request.replicaState.replicaId : request.replicaId;
    const isFollower = replicaId >= 0;
    const maxBytes = isFollower
      ? request.maxBytes
      : Math.min(request.maxBytes, services.config.get("fetch.max.bytes"));
    const space = connection.answerSpace;
    this.#limits = {
      maxBytes,
      get eagerBytes() {
        return space?.eagerBytes ?? Infinity;
      },
      hold: (bytes) => space?.hold(bytes),
      isolation: isFollower
        ? "log-end"
        : request.isolationLevel === 1
        ? "last-stable-offset"
        : "high-watermark",
      replicaId,
      usesTopicIds: this.#usesTopicIds,
    };
  }

  run(): Response | Promise<Response> {
    const { isolationLevel, sessionEpoch } = this.request;
    if (isolationLevel !== 0 && isolationLevel !== 1) return this.#malformed();
    if (sessionEpoch === NEW_SESSION_EPOCH || sessionEpoch === FINAL_EPOCH) return this.#full();
    return this.#incremental();
  }

  /** Before version 13 the partitions carry an error of the whole request, too. */
  #malformed(): Response {
    const errorCode = Errors.UNKNOWN_SERVER_ERROR;
    const partitions = this.#usesTopicIds ? [] : this.#asked();
    const { responses } = this.#response(partitions.map((one) => unread(one, errorCode)), 0);
    return { errorCode, sessionId: 0, responses };
  }

  #full(): Response | Promise<Response> {
    const { fetchSessions } = this.services;
    const { sessionId, sessionEpoch } = this.request;
    if (sessionId !== 0) fetchSessions.remove(sessionId);
    const partitions = this.#asked();
    let session: FetchSession | null = null;
    if (sessionEpoch === NEW_SESSION_EPOCH && this.version >= 7 && partitions.length > 0) {
      session = fetchSessions.create({
        usesTopicIds: this.#usesTopicIds,
        isFollower: this.#limits.replicaId >= 0,
        size: partitions.length,
      });
      for (const partition of partitions) session?.put(partition);
    }
    return this.#fetch(partitions, (fetched) => {
      session?.rememberAll(fetched.partitions);
      return this.#response(fetched.partitions, session?.id ?? 0);
    });
  }

  #incremental(): Response | Promise<Response> {
    const { fetchSessions } = this.services;
    const session = fetchSessions.get(this.request.sessionId);
    if (session === undefined) return topLevel(Errors.FETCH_SESSION_ID_NOT_FOUND);
    if (session.usesTopicIds !== this.#usesTopicIds) {
      return topLevel(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
    }
    if (this.request.sessionEpoch !== session.nextEpoch) {
      return topLevel(Errors.INVALID_FETCH_SESSION_EPOCH);
    }
    session.advanceEpoch();
    fetchSessions.touch(session);
    for (const partition of this.#asked()) session.put(partition);
    for (const { topicId, topic, partitions } of this.request.forgottenTopicsData) {
      for (const index of partitions) session.forget(topicId, topic, index);
    }
    if (session.size === 0) {
      fetchSessions.remove(session.id);
      return this.#response([], 0);
    }
    const partitions = session.requests();
    if (this.#usesTopicIds) {
      for (const partition of partitions) partition.topic = this.#nameOf(partition.topicId);
    }
    return this.#fetch(
      partitions,
      (fetched) => this.#response(session.news(fetched.partitions), session.id),
    );
  }

  /** The partitions named in the request, in order. */
  #asked(): FetchPartition[] {
    const asked: FetchPartition[] = [];
    for (const topic of this.request.topics) {
      const name = this.#usesTopicIds ? this.#nameOf(topic.topicId) : topic.topic;
      for (const partition of topic.partitions) {
        asked.push({
          topic: name,
          topicId: this.#usesTopicIds ? topic.topicId : ZERO_UUID,
          index: partition.partition,
          fetchOffset: Number(partition.fetchOffset),
          followerLogStart: Number(partition.logStartOffset),
          maxBytes: partition.partitionMaxBytes,
          currentLeaderEpoch: partition.currentLeaderEpoch,
          lastFetchedEpoch: partition.lastFetchedEpoch,
        });
      }
    }
    return asked;
  }

  #nameOf(topicId: string): string | null {
    return this.services.metadata.image.topics.byId.get(topicId)?.name ?? null;
  }

  #fetch(
    partitions: readonly FetchPartition[],
    answer: (fetched: Fetched) => Response,
  ): FetchAnswer | Promise<FetchAnswer> {
    const { replicas } = this.services;
    const withMemory = (fetched: Fetched) => ({ ...answer(fetched), fetched });
    const fetched = readPartitions(replicas, partitions, this.#limits);
    if (fetched instanceof Promise) {
      holdFor(fetched, partitions, this.#limits);
      return fetched.then((done) => this.#waitOrAnswer(partitions, done, withMemory, true));
    }
    return this.#waitOrAnswer(partitions, fetched, withMemory);
  }

  #waitOrAnswer(
    partitions: readonly FetchPartition[],
    fetched: Fetched,
    answer: (fetched: Fetched) => FetchAnswer,
    readAgain = false,
  ): FetchAnswer | Promise<FetchAnswer> {
    const { maxWaitMs } = this.request;
    const minBytes = Math.min(this.request.minBytes, this.#limits.maxBytes);
    const enough = maxWaitMs <= 0 || partitions.length === 0 || fetched.bytes >= minBytes ||
      fetched.urgent;
    if (enough) return answer(fetched);
    giveBack(fetched);
    if (readAgain) this.#limits.hold(0);
    const { clock, replicas } = this.services;
    return waitForData({
      clock,
      replicas,
      partitions,
      maxWaitMs,
      minBytes,
      limits: this.#limits,
      readAgain,
      onAbandoned: (callback) => this.connection.onClose(callback),
    }).then(answer);
  }

  #response(partitions: readonly FetchedPartition[], sessionId: number): Response {
    const responses: Writable<Response["responses"]> = [];
    let last: { topicId: string; topic: string | null; partitions: PartitionData[] } | null = null;
    let moved = false;
    for (const partition of partitions) {
      const { topic, topicId } = partition.request;
      if (last === null || last.topicId !== topicId || last.topic !== topic) {
        last = { topic, topicId, partitions: [] };
        responses.push({ topic: topic ?? "", topicId, partitions: last.partitions });
      }
      const data = this.#partitionData(partition);
      if (data.currentLeader !== undefined) moved = true;
      last.partitions.push(data);
    }
    const nodeEndpoints = moved && this.version >= 16
      ? this.services.metadata.endpointsOf(
        responses.flatMap((r) => r.partitions.map((p) => p.currentLeader?.leaderId ?? -1)),
        this.connection.listener,
      )
      : undefined;
    return { errorCode: Errors.NONE, sessionId, responses, nodeEndpoints };
  }

  #partitionData(fetched: FetchedPartition): PartitionData {
    const { request, errorCode, abortedTransactions } = fetched;
    // Clients before version 6 don't know the error of a failed disk.
    const hidesStorageErrors = this.version < 6 && errorCode === Errors.KAFKA_STORAGE_ERROR;
    return {
      partitionIndex: request.index,
      errorCode: hidesStorageErrors ? Errors.NOT_LEADER_OR_FOLLOWER : errorCode,
      highWatermark: BigInt(fetched.highWatermark),
      lastStableOffset: BigInt(fetched.lastStableOffset),
      logStartOffset: BigInt(fetched.logStartOffset),
      abortedTransactions: abortedTransactions === null ? null : abortedTransactions.map((a) => ({
        producerId: a.producerId,
        firstOffset: BigInt(a.firstOffset),
      })),
      preferredReadReplica: -1,
      records: recordsOf(fetched),
      divergingEpoch: fetched.divergingEpoch === null ? undefined : {
        epoch: fetched.divergingEpoch.epoch,
        endOffset: BigInt(fetched.divergingEpoch.endOffset),
      },
      currentLeader: this.#currentLeader(request, errorCode),
    };
  }

  /** Tells a consumer of version 16+ where the leader is now (KIP-951). */
  #currentLeader(request: FetchPartition, errorCode: number): PartitionData["currentLeader"] {
    const moved = errorCode === Errors.NOT_LEADER_OR_FOLLOWER ||
      errorCode === Errors.FENCED_LEADER_EPOCH;
    if (this.version < 16 || !moved || request.topic === null) return undefined;
    const topic = this.services.metadata.image.topics.byName.get(request.topic);
    const state = topic?.partitions[request.index];
    return state && { leaderId: state.leader, leaderEpoch: state.leaderEpoch };
  }
}

type Writable<T> = T extends readonly (infer E)[] ? E[] : never;
type PartitionData = Response["responses"][number]["partitions"][number];

function topLevel(errorCode: number): Response {
  return { errorCode, sessionId: 0, responses: [] };
}
