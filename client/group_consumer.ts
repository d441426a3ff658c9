/** A consumer in a classic group: the group's assignment drives a {@linkcode Consumer}, its positions are committed. */
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Clock } from "../runtime/runtime.ts";
import type { ClusterClient } from "./cluster_client.ts";
import { Consumer } from "./consumer.ts";
import type { ConsumerOptions } from "./consumer_options.ts";
import type { ConsumerRecord } from "./fetched_partition.ts";
import { type GroupOptions, groupSettings, isCooperative } from "./group/group_options.ts";
import { type GroupAssignment, Membership } from "./group/membership.ts";
import { commitOffsets, fetchCommitted, type OffsetToCommit } from "./group_offsets.ts";
import { mayRetry } from "./retry.ts";
import { partitionKey, type TopicPartition } from "./topic_partition.ts";

/** Told from inside of `poll` and `close`; positions may be committed in `revoked`, and sought in `assigned`. */
export interface RebalanceListener {
  assigned?(partitions: readonly TopicPartition[]): void | Promise<void>;
  revoked?(partitions: readonly TopicPartition[]): void | Promise<void>;
  /** The partitions may be another member's already. */
  lost?(partitions: readonly TopicPartition[]): void | Promise<void>;
}

export interface GroupConsumerOptions extends GroupOptions, ConsumerOptions {
  /** Names, or a pattern for names that is looked at again when metadata change. */
  readonly topics: readonly string[] | RegExp;
  /** Default true (`enable.auto.commit`). */
  readonly autoCommit?: boolean;
  /** Default 5000 (`auto.commit.interval.ms`). */
  readonly autoCommitIntervalMs?: number;
  readonly listener?: RebalanceListener;
}

export class GroupConsumer {
  readonly consumer: Consumer;
  readonly #cluster: ClusterClient;
  readonly #clock: Clock;
  readonly #options: GroupConsumerOptions;
  readonly #membership: Membership;
  readonly #cooperative: boolean;
  #mustJoin = true;
  #lostAll = false;
  #joining = false;
  #joined: GroupAssignment | null = null;
  #failure: { readonly error: unknown } | null = null;
  /** Topics last joined with, and partition counts last assigned by (as leader). */
  #subscribed: readonly string[] = [];
  #assignedBy: ReadonlyMap<string, number> | null = null;
  #nextAutoCommitMs: number;
  #lastPollMs: number;
  #refreshing = false;
  #closed = false;

  constructor(cluster: ClusterClient, options: GroupConsumerOptions) {
    const settings = groupSettings(options);
    this.consumer = new Consumer(cluster, options);
    this.#cluster = cluster;
    this.#clock = cluster.runtime.clock;
    this.#options = options;
    this.#cooperative = isCooperative(settings);
    this.#lastPollMs = this.#clock.monotonic();
    this.#nextAutoCommitMs = this.#lastPollMs + this.#autoCommitIntervalMs;
    this.#membership = new Membership(cluster, settings, {
      subscription: () => ({
        topics: this.#subscribed,
        owned: this.#lostAll ? [] : this.consumer.assignment,
      }),
      lastPollMs: () => this.#lastPollMs,
      mustJoin: () => this.#note(() => this.#mustJoin = true),
      lost: () => this.#note(() => this.#lostAll = true),
      failed: (error) => this.#note(() => this.#failure = { error }),
    });
  }

  get memberId(): string {
    return this.#membership.memberId;
  }

  get generation(): number {
    return this.#membership.generation;
  }

  get assignment(): TopicPartition[] {
    return this.consumer.assignment;
  }

  /**
   * Takes part in the group and hands out records, waiting up to `timeoutMs` for some.
   *
   * @throws {ApiError} What ends the membership; what {@linkcode Consumer.poll} throws.
   */
  async poll(timeoutMs: number): Promise<ConsumerRecord[]> {
    const deadlineMs = this.#clock.monotonic() + timeoutMs;
    for (;;) {
      this.#lastPollMs = this.#clock.monotonic();
      await this.#attend();
      const leftMs = Math.max(0, deadlineMs - this.#clock.monotonic());
      const records = await this.consumer.poll(leftMs, () => this.#needsAttention());
      if (records.length > 0 || this.#clock.monotonic() >= deadlineMs) return records;
    }
  }

  /**
   * Commits offsets: those given, or the present positions.
   *
   * @throws {ApiError} ILLEGAL_GENERATION, UNKNOWN_MEMBER_ID, ... if the partitions are no longer this member's.
   */
  async commit(offsets: readonly OffsetToCommit[] = this.#positions()): Promise<void> {
    if (offsets.length === 0) return;
    const { groupId, groupInstanceId } = this.#membership.settings;
    const member = { generation: this.generation, memberId: this.memberId, groupInstanceId };
    const { lane } = this.#membership;
    const failed = await commitOffsets(this.#cluster, groupId, offsets, member, { lane });
    if (failed.length > 0) throw failed[0].error;
  }

  /** Commits if that is automatic, and leaves the group (a static member stays until its session ends). */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const owned = this.assignment;
    if (owned.length > 0) await this.#revoke(owned);
    await this.#membership.leave("the consumer is being closed");
    this.#membership.close();
    this.consumer.close();
  }

  get #autoCommitIntervalMs(): number {
    return this.#options.autoCommitIntervalMs ?? 5000;
  }

  get #autoCommits(): boolean {
    return this.#options.autoCommit ?? true;
  }

  #note(change: () => void): void {
    change();
    this.consumer.wakeUp();
  }

  #needsAttention(): boolean {
    return this.#failure !== null || this.#joined !== null || this.#lostAll ||
      (this.#mustJoin && !this.#joining);
  }

  /** Does what the group asks for. */
  async #attend(): Promise<void> {
    if (this.#failure !== null) {
      const { error } = this.#failure;
      this.#failure = null;
      throw error;
    }
    if (this.#lostAll) await this.#loseAll();
    if (this.#joined !== null) await this.#apply(this.#joined);
    await this.#watchTopics();
    if (this.#mustJoin && !this.#joining) await this.#startJoining();
    if (this.#autoCommits && !this.#joining && this.#clock.monotonic() >= this.#nextAutoCommitMs) {
      await this.#autoCommit();
    }
  }

  // ---- joining

  async #startJoining(): Promise<void> {
    const owned = this.assignment;
    if (!this.#cooperative && owned.length > 0) {
      await this.#revoke(owned);
      this.consumer.assign([]);
    }
    this.#subscribed = await this.#topics();
    this.#mustJoin = false;
    this.#joining = true;
    this.#membership.join()
      .then((assignment) => this.#joined = assignment)
      .catch((error) => {
        this.#mustJoin = true;
        if (!this.#closed) this.#failure = { error };
      })
      .finally(() => this.#note(() => this.#joining = false));
  }

  async #apply({ partitions, assignor, assignedBy }: GroupAssignment): Promise<void> {
    this.#joined = null;
    this.#assignedBy = assignedBy;
    const owned = this.assignment;
    const wanted = new Set(partitions.map(partitionKey));
    const had = new Set(owned.map(partitionKey));
    const revoked = owned.filter((partition) => !wanted.has(partitionKey(partition)));
    const added = partitions.filter((partition) => !had.has(partitionKey(partition)));
    if (revoked.length > 0) {
      await this.#revoke(revoked);
      // What was given up here is given out in the next rebalance.
      if (assignor.cooperative) this.#mustJoin = true;
    }
    this.consumer.assign(partitions);
    await this.#goToCommitted(added);
    await this.#options.listener?.assigned?.(added);
    this.#nextAutoCommitMs = this.#clock.monotonic() + this.#autoCommitIntervalMs;
  }

  async #goToCommitted(partitions: readonly TopicPartition[]): Promise<void> {
    if (partitions.length === 0) return;
    const { groupId } = this.#membership.settings;
    const { lane } = this.#membership;
    // Not consumed before it is known where.
    for (const partition of partitions) this.consumer.pause(partition);
    const requireStable = this.consumer.settings.isolation === "read_committed";
    const committed = await fetchCommitted(this.#cluster, groupId, partitions, {
      requireStable,
      lane,
    });
    for (const { topic, partition, offset, leaderEpoch, error } of committed) {
      if (error !== null) throw error;
      if (offset >= 0n) this.consumer.seek({ topic, partition }, offset, leaderEpoch);
    }
    for (const partition of partitions) this.consumer.resume(partition);
  }

  async #revoke(partitions: readonly TopicPartition[]): Promise<void> {
    if (this.#autoCommits) await this.#autoCommit();
    await this.#options.listener?.revoked?.(partitions);
  }

  async #loseAll(): Promise<void> {
    this.#lostAll = false;
    const owned = this.assignment;
    this.consumer.assign([]);
    if (owned.length > 0) await this.#options.listener?.lost?.(owned);
  }

  // ---- topics

  async #topics(): Promise<readonly string[]> {
    const { topics } = this.#options;
    if (!(topics instanceof RegExp)) return topics;
    if (this.#cluster.metadataIsStale || this.#cluster.metadata.topics.size === 0) {
      await this.#cluster.refresh(null);
    }
    return this.#matching(topics);
  }

  #matching(pattern: RegExp): string[] {
    const names: string[] = [];
    for (const { name, isInternal } of this.#cluster.metadata.topics.values()) {
      if (!isInternal && new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(name)) {
        names.push(name);
      }
    }
    return names.sort();
  }

  /** Joins again when topics come, go or grow. */
  async #watchTopics(): Promise<void> {
    const { topics } = this.#options;
    if (this.#cluster.metadataIsStale && !this.#refreshing) {
      this.#refreshing = true;
      const names = topics instanceof RegExp ? null : topics;
      await this.#cluster.refresh(names).catch(() => {});
      this.#refreshing = false;
    }
    if (this.#joining || this.#mustJoin) return;
    if (topics instanceof RegExp && this.#matching(topics).join() !== this.#subscribed.join()) {
      this.#mustJoin = true;
    }
    for (const [topic, count] of this.#assignedBy ?? []) {
      const now = this.#cluster.metadata.topics.get(topic)?.partitions.length ?? count;
      if (now !== count) this.#mustJoin = true;
    }
  }

  // ---- offsets

  #positions(): OffsetToCommit[] {
    const offsets: OffsetToCommit[] = [];
    for (const partition of this.assignment) {
      const offset = this.consumer.position(partition);
      const leaderEpoch = this.consumer.positionEpoch(partition);
      if (offset !== null) offsets.push({ ...partition, offset, leaderEpoch });
    }
    return offsets;
  }

  /** A failure is no failure of the poll: the next one tries again. */
  async #autoCommit(): Promise<void> {
    this.#nextAutoCommitMs = this.#clock.monotonic() + this.#autoCommitIntervalMs;
    if (this.generation < 0) return;
    try {
      await this.commit();
    } catch (error) {
      const code = error instanceof ApiError ? error.code : Errors.NONE;
      if (!mayRetry(error) && !REBALANCING.has(code)) throw error;
    }
  }
}

/** The group moved on without this member: it will notice by its heartbeats. */
const REBALANCING: ReadonlySet<number> = new Set([
  Errors.ILLEGAL_GENERATION,
  Errors.UNKNOWN_MEMBER_ID,
  Errors.REBALANCE_IN_PROGRESS,
]);
