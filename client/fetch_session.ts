/** A consumer's side of an incremental fetch session with one node (KIP-227, KIP-516). */
import { Errors } from "../protocol/errors.ts";
import { byTopic, partitionKey, type TopicPartition } from "./topic_partition.ts";

/** A partition as the session asks for it. */
export interface FetchTarget extends TopicPartition {
  readonly topicId: string;
  readonly fetchOffset: bigint;
  readonly currentLeaderEpoch: number;
  readonly partitionMaxBytes: number;
}

/** The session's part of a Fetch request. */
export interface SessionRequest {
  readonly sessionId: number;
  readonly sessionEpoch: number;
  readonly topics: {
    topic: string;
    topicId: string;
    partitions: readonly FetchTarget[];
  }[];
  readonly forgottenTopicsData: { topic: string; topicId: string; partitions: number[] }[];
}

const INITIAL_EPOCH = 0;
const FINAL_EPOCH = -1;
const LAST_EPOCH = 2147483647;

export class FetchSession {
  readonly #enabled: boolean;
  #id = 0;
  #epoch = INITIAL_EPOCH;
  #known = new Map<string, FetchTarget>();

  /** @param enabled Without it every request is full and asks for no session. */
  constructor(enabled: boolean) {
    this.#enabled = enabled;
  }

  /** What to send so that the node fetches exactly `targets`. */
  next(targets: readonly FetchTarget[]): SessionRequest {
    const wanted = new Map(targets.map((target) => [partitionKey(target), target]));
    if (!this.#enabled) return request(0, FINAL_EPOCH, targets, []);
    const known = this.#known;
    this.#known = wanted;
    if (this.#epoch === INITIAL_EPOCH) return request(this.#id, INITIAL_EPOCH, targets, []);
    const changed = targets.filter((target) => !same(known.get(partitionKey(target)), target));
    const forgotten = [...known].filter(([key, { topicId }]) => {
      const now = wanted.get(key);
      return now === undefined || now.topicId !== topicId;
    });
    return request(this.#id, this.#epoch, changed, forgotten.map(([, target]) => target));
  }

  /** Whether the answer's partitions are to be looked at. */
  answered(errorCode: number, sessionId: number): boolean {
    if (errorCode !== Errors.NONE) {
      if (errorCode === Errors.FETCH_SESSION_ID_NOT_FOUND) this.#id = 0;
      this.#epoch = INITIAL_EPOCH;
      return false;
    }
    if (!this.#enabled) return true;
    this.#id = sessionId;
    if (sessionId === 0) this.#epoch = INITIAL_EPOCH;
    else this.#epoch = this.#epoch === LAST_EPOCH ? 1 : this.#epoch + 1;
    return true;
  }

  /** No answer came: the next request replaces the session. */
  failed(): void {
    this.#epoch = INITIAL_EPOCH;
  }
}

function same(a: FetchTarget | undefined, b: FetchTarget): boolean {
  return a !== undefined && a.topicId === b.topicId && a.fetchOffset === b.fetchOffset &&
    a.currentLeaderEpoch === b.currentLeaderEpoch && a.partitionMaxBytes === b.partitionMaxBytes;
}

function request(
  sessionId: number,
  sessionEpoch: number,
  targets: readonly FetchTarget[],
  forgotten: readonly FetchTarget[],
): SessionRequest {
  return {
    sessionId,
    sessionEpoch,
    topics: [...byTopic(targets)].map(([topic, partitions]) => ({
      topic,
      topicId: partitions[0].topicId,
      partitions,
    })),
    forgottenTopicsData: [...byTopic(forgotten)].map(([topic, partitions]) => ({
      topic,
      topicId: partitions[0].topicId,
      partitions: partitions.map(({ partition }) => partition),
    })),
  };
}
