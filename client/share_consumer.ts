/** A member of a share group: records are given to any member, one by one, and answered for one by one (KIP-932). */
import { Apis } from "../protocol/apis.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Clock } from "../runtime/runtime.ts";
import { randomUuid } from "../protocol/uuid.ts";
import type { ClusterClient } from "./cluster_client.ts";
import type { ConsumerRecord } from "./fetched_partition.ts";
import { mayRetry } from "./retry.ts";
import {
  type Acknowledgement,
  type SharedPartition,
  type SharedRecord,
  type ShareFetchOptions,
  ShareSession,
} from "./share_session.ts";
import { partitionKey } from "./topic_partition.ts";

export interface ShareConsumerOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly rack?: string | null;
  /** Default 500 (`fetch.max.wait.ms`). */
  readonly fetchMaxWaitMs?: number;
  /** Default 1 (`fetch.min.bytes`). */
  readonly fetchMinBytes?: number;
  /** Default 52428800 (`fetch.max.bytes`). */
  readonly fetchMaxBytes?: number;
  /** Default 500 (`max.poll.records`). */
  readonly maxPollRecords?: number;
  /** Default true (`check.crcs`). */
  readonly checkCrcs?: boolean;
}

const JOINING_EPOCH = 0;
const LEAVING_EPOCH = -1;
const PAUSE_MS = 100;
/** The group forgot this member: it joins again. */
const LOST: ReadonlySet<number> = new Set([Errors.UNKNOWN_MEMBER_ID, Errors.FENCED_MEMBER_EPOCH]);

export class ShareConsumer {
  readonly #cluster: ClusterClient;
  readonly #clock: Clock;
  readonly #options: ShareConsumerOptions;
  readonly #memberId: string;
  readonly #sessions = new Map<number, ShareSession>();
  /** Which session a record came from, by {@linkcode partitionKey}. */
  readonly #origins = new Map<string, ShareSession>();
  #epoch = JOINING_EPOCH;
  #nextHeartbeatMs = -Infinity;
  #assignment: readonly { readonly topicId: string; readonly partitions: readonly number[] }[] = [];

  constructor(cluster: ClusterClient, options: ShareConsumerOptions) {
    this.#cluster = cluster;
    this.#clock = cluster.runtime.clock;
    this.#options = options;
    this.#memberId = randomUuid(cluster.runtime.random);
  }

  /**
   * Records that are this member's to answer for, waiting up to `timeoutMs` for some.
   *
   * @throws {ApiError} GROUP_AUTHORIZATION_FAILED, UNSUPPORTED_VERSION, ...
   */
  async poll(timeoutMs: number): Promise<SharedRecord[]> {
    const deadlineMs = this.#clock.monotonic() + timeoutMs;
    while (true) {
      await this.#heartbeat();
      const records = await this.#fetch();
      const leftMs = deadlineMs - this.#clock.monotonic();
      if (records.length > 0 || leftMs <= 0) return records;
      if (this.#sessions.size === 0) await this.#clock.sleep(Math.min(leftMs, PAUSE_MS));
    }
  }

  /** Told to the broker with the next poll, or when closing. */
  acknowledge(record: ConsumerRecord, acknowledgement: Acknowledgement): void {
    this.#origins.get(partitionKey(record))?.acknowledge(record, acknowledgement);
  }

  /** Gives what is left back, and leaves the group. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    if (this.#epoch !== JOINING_EPOCH) await this.#sendHeartbeat(LEAVING_EPOCH);
  }

  async #heartbeat(): Promise<void> {
    if (this.#clock.monotonic() < this.#nextHeartbeatMs) return;
    try {
      const response = await this.#sendHeartbeat(this.#epoch);
      this.#epoch = response.memberEpoch;
      this.#nextHeartbeatMs = this.#clock.monotonic() + response.heartbeatIntervalMs;
      if (response.assignment !== null) this.#assignment = response.assignment.topicPartitions;
    } catch (error) {
      if (!(error instanceof ApiError && LOST.has(error.code))) throw error;
      this.#epoch = JOINING_EPOCH;
    }
    // The assignment is there soon after joining.
    if (this.#assignment.length === 0) this.#nextHeartbeatMs = this.#clock.monotonic() + PAUSE_MS;
  }

  #sendHeartbeat(memberEpoch: number) {
    const { groupId, topics, rack } = this.#options;
    const isJoining = memberEpoch === JOINING_EPOCH;
    return this.#cluster.callCoordinator("group", groupId, Apis.ShareGroupHeartbeat, {
      groupId,
      memberId: this.#memberId,
      memberEpoch,
      rackId: isJoining ? rack ?? null : null,
      subscribedTopicNames: isJoining ? topics : null,
    }, { errorOf: ({ errorCode }) => errorCode });
  }

  async #fetch(): Promise<SharedRecord[]> {
    const byLeader = await this.#partitionsByLeader();
    const results = await Promise.all(
      [...byLeader].map(async ([leader, partitions]) => {
        const session = this.#session(leader);
        try {
          const records = await session.fetch(partitions);
          for (const record of records) this.#origins.set(partitionKey(record), session);
          return records;
        } catch (error) {
          const isSession = error instanceof ApiError &&
            (error.code === Errors.SHARE_SESSION_NOT_FOUND ||
              error.code === Errors.INVALID_SHARE_SESSION_EPOCH);
          if (!isSession && !mayRetry(error)) throw error;
          await this.#clock.sleep(PAUSE_MS);
          await this.#cluster.refresh(this.#options.topics).catch(() => {});
          return [];
        }
      }),
    );
    return results.flat();
  }

  async #partitionsByLeader(): Promise<Map<number, SharedPartition[]>> {
    const isUnknown = this.#assignment.some(({ topicId }) =>
      this.#cluster.metadata.topicName(topicId) === undefined
    );
    if (isUnknown) await this.#cluster.refresh(this.#options.topics);
    const { metadata } = this.#cluster;
    const assigned = this.#assignment.flatMap(({ topicId, partitions }) => {
      const topic = metadata.topicName(topicId);
      if (topic === undefined) return [];
      return partitions.map((partition) => ({ topicId, topic, partition }));
    });
    const byLeader = Map.groupBy(
      assigned,
      ({ topic, partition }) => metadata.partition(topic, partition)?.leader ?? -1,
    );
    byLeader.delete(-1);
    return byLeader;
  }

  #session(nodeId: number): ShareSession {
    const known = this.#sessions.get(nodeId);
    if (known !== undefined) return known;
    const options: ShareFetchOptions = {
      groupId: this.#options.groupId,
      memberId: this.#memberId,
      maxWaitMs: this.#options.fetchMaxWaitMs ?? 500,
      minBytes: this.#options.fetchMinBytes ?? 1,
      maxBytes: this.#options.fetchMaxBytes ?? 52428800,
      maxRecords: this.#options.maxPollRecords ?? 500,
      checkCrcs: this.#options.checkCrcs ?? true,
    };
    const session = new ShareSession(this.#cluster, nodeId, options);
    this.#sessions.set(nodeId, session);
    return session;
  }
}
