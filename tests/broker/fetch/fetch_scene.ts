/** The Fetch handler over a broker's replicas, without a network. */
import { fetch } from "../../../broker/apis/fetch.ts";
import { FetchSessionCache } from "../../../broker/fetch/fetch_session_cache.ts";
import type { BrokerServices } from "../../../broker/services.ts";
import type { ApiHandler } from "../../../network/api.ts";
import { Apis } from "../../../protocol/apis.ts";
import { isLongBytes, type LongBytes } from "../../../protocol/codec/long_bytes.ts";
import { Writer } from "../../../protocol/codec/writer.ts";
import { complete } from "../../../protocol/codec/complete.ts";
import type { DecodedMessage } from "../../../protocol/codec/message.ts";
import type { FetchResponse } from "../../../protocol/messages/fetch.ts";
import { ZERO_UUID } from "../../../protocol/uuid.ts";
import type { LogFixture } from "../../storage/log_fixture.ts";
import type { ImageParts } from "../images.ts";
import { batchOf, written } from "../partition/partition_fixture.ts";
import { Replicas } from "../partition/replicas_fixture.ts";

export type Answer = DecodedMessage<typeof FetchResponse>;

export interface AskedPartition {
  readonly topic: string;
  readonly index?: number;
  readonly offset?: number;
  readonly maxBytes?: number;
  readonly epoch?: number;
  readonly lastFetchedEpoch?: number;
}

export interface Asked {
  readonly version?: number;
  readonly partitions?: readonly AskedPartition[];
  readonly forget?: readonly { readonly topic: string; readonly index?: number }[];
  readonly sessionId?: number;
  readonly sessionEpoch?: number;
  readonly maxWaitMs?: number;
  readonly minBytes?: number;
  readonly maxBytes?: number;
  readonly isolationLevel?: number;
  readonly replicaId?: number;
}

const PIECE_BYTES = 1000;

/** Records of an answer by partition, as the values of their batches' sizes in bytes. */
export function summary(answer: Answer): string[] {
  return answer.responses.flatMap(({ topic, topicId, partitions }) =>
    partitions.map(({ partitionIndex, errorCode, records }) =>
      `${topic || topicId}-${partitionIndex}: ${errorCode || `${records?.length ?? 0} bytes`}`
    )
  );
}

/** All of an answer, as it is sent. */
async function join(parts: readonly (Uint8Array | LongBytes)[]): Promise<Uint8Array> {
  const bytes: number[] = [];
  for (const part of parts) {
    if (!isLongBytes(part)) {
      bytes.push(...part);
      continue;
    }
    const end = bytes.length + part.length;
    bytes.push(...part.first.bytes);
    while (bytes.length < end) bytes.push(...(await part.next(PIECE_BYTES)).bytes);
  }
  return new Uint8Array(bytes);
}

export class FetchScene {
  readonly sessions: FetchSessionCache;
  readonly #handler: ApiHandler;
  readonly #closers = new Set<() => void>();
  /** How much of an answer should be in memory. */
  eagerBytes = Infinity;
  /** What requests told that their answers take, in order. */
  readonly held: number[] = [];

  private constructor(readonly replicas: Replicas, slots: number) {
    const { clock, random } = replicas.fixture.runtime;
    this.sessions = new FetchSessionCache(clock, random, slots);
    const image = () => replicas.image;
    const services: Partial<BrokerServices> = {
      clock,
      random,
      replicas: replicas.manager,
      fetchSessions: this.sessions,
      config: { get: () => 57_671_680 } as any,
      metadata: {
        get image() {
          return image();
        },
        endpointsOf: (ids: number[]) =>
          ids.filter((id) => id >= 0).map((nodeId) => ({ nodeId, host: "h", port: 1, rack: null })),
      } as any,
    };
    this.#handler = fetch(services as BrokerServices);
  }

  static async open(fixture: LogFixture, parts: ImageParts, slots = 1000, memoryBytes?: number) {
    const replicas = await Replicas.open(fixture, memoryBytes);
    await replicas.apply(parts);
    return new FetchScene(replicas, slots);
  }

  get clock() {
    return this.replicas.fixture.runtime.clock;
  }

  partition(topic: string, index = 0) {
    return this.replicas.manager.get(topic, index)!;
  }

  /** Appends a batch and waits until it is committed. */
  async append(topic: string, value: string, index = 0): Promise<void> {
    const partition = this.partition(topic, index);
    partition.append(batchOf(value), { origin: "client" });
    await written(partition);
  }

  /** Closes the connections of parked requests. */
  disconnect(): void {
    for (const close of [...this.#closers]) close();
  }

  get parkedCount(): number {
    return this.#closers.size;
  }

  /** Encoded and decoded again, as a client would see the answer. */
  async fetch(asked: Asked): Promise<Answer> {
    const version = asked.version ?? 12;
    const byId = version >= 13;
    const idFor = (topic: string) => this.replicas.image.topics.byName.get(topic)?.id ?? topic;
    const named = (topic: string) => byId ? { topicId: idFor(topic) } : { topic };
    const request = complete(Apis.Fetch.request.fields, {
      replicaId: asked.replicaId ?? -1,
      replicaState: { replicaId: asked.replicaId ?? -1 },
      maxWaitMs: asked.maxWaitMs ?? 0,
      minBytes: asked.minBytes ?? 1,
      maxBytes: asked.maxBytes ?? 1_000_000,
      isolationLevel: asked.isolationLevel ?? 0,
      sessionId: asked.sessionId ?? 0,
      sessionEpoch: asked.sessionEpoch ?? -1,
      topics: (asked.partitions ?? []).map((one) => ({
        ...named(one.topic),
        partitions: [{
          partition: one.index ?? 0,
          currentLeaderEpoch: one.epoch ?? -1,
          fetchOffset: BigInt(one.offset ?? 0),
          lastFetchedEpoch: one.lastFetchedEpoch ?? -1,
          partitionMaxBytes: one.maxBytes ?? 1_000_000,
        }],
      })),
      forgottenTopicsData: (asked.forget ?? []).map(({ topic, index = 0 }) => ({
        ...named(topic),
        partitions: [index],
      })),
    });
    const eagerBytes = () => this.eagerBytes;
    const context = {
      apiVersion: version,
      connection: {
        answerSpace: {
          get eagerBytes() {
            return eagerBytes();
          },
          hold: (bytes: number) => void this.held.push(bytes),
        },
        listener: "PLAINTEXT",
        onClose: (callback: () => void) => {
          this.#closers.add(callback);
          return () => this.#closers.delete(callback);
        },
      },
    };
    const answer = await this.#handler.handle(request as any, context as any);
    const writer = new Writer();
    Apis.Fetch.response.write(writer, answer as any, version);
    const bytes = await join(writer.parts());
    this.#handler.sent!(answer);
    return Apis.Fetch.response.decode(bytes, version);
  }
}

export { ZERO_UUID };
