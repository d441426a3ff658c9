/**
 * One member of a classic group: joining, syncing, heartbeats, leaving (KIP-62, KIP-394, KIP-345). It knows nothing of
 * records; whoever owns it joins when told to and does what the assignment says.
 */
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from "../../protocol/data/consumer_protocol.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { Timer } from "../../runtime/runtime.ts";
import type { ClusterClient } from "../cluster_client.ts";
import { ConnectionError } from "../errors.ts";
import type { KafkaConnection } from "../kafka_connection.ts";
import { backoffMs, mayRetry } from "../retry.ts";
import { byTopic, type TopicPartition } from "../topic_partition.ts";
import type { Assignor, GroupMember } from "./assignor.ts";
import type { GroupSettings } from "./group_options.ts";

type Joined = DecodedMessage<(typeof Apis.JoinGroup)["response"]>;

const PROTOCOL_TYPE = "consumer";
const NO_GENERATION = -1;
/** The group's answer may take this much longer than the rebalance itself. */
const JOIN_GRACE_MS = 5000;
const FIRST_LEAVE_WITH_REASON = 5;
const FIRST_BATCHED_LEAVE = 3;

/** What the owner says about the member whenever it joins. */
export interface Subscription {
  readonly topics: readonly string[];
  readonly owned: readonly TopicPartition[];
}

export interface MembershipEvents {
  /** What to join with. */
  subscription(): Subscription;
  /** When the owner last took part, on the monotonic clock. */
  lastPollMs(): number;
  /** The member must join (again). */
  mustJoin(): void;
  /** The group goes on without this member, which loses what it owns. */
  lost(): void;
  /** Nothing but an end helps. */
  failed(error: unknown): void;
}

export interface GroupAssignment {
  readonly assignor: Assignor;
  readonly partitions: readonly TopicPartition[];
  /** Partition counts that the leader assigned by; null when another member leads. */
  readonly assignedBy: ReadonlyMap<string, number> | null;
}

export class Membership {
  readonly settings: GroupSettings;
  readonly lane: string;
  readonly #cluster: ClusterClient;
  readonly #events: MembershipEvents;
  #memberId = "";
  #generation = NO_GENERATION;
  #heartbeatTimer: Timer | null = null;
  #lastHeartbeatMs = 0;
  #closed = false;

  constructor(cluster: ClusterClient, settings: GroupSettings, events: MembershipEvents) {
    this.settings = settings;
    this.#cluster = cluster;
    this.#events = events;
    this.lane = `group-${cluster.runtime.random.uniqueId()}`;
  }

  get memberId(): string {
    return this.#memberId;
  }

  /** -1 while not in the group. */
  get generation(): number {
    return this.#generation;
  }

  /**
   * Joins and syncs, again and again until that gives an assignment.
   *
   * @throws {ApiError} What does not pass: authorization, INCONSISTENT_GROUP_PROTOCOL, FENCED_INSTANCE_ID, ...
   */
  async join(): Promise<GroupAssignment> {
    this.#stopHeartbeats();
    const { clock, random } = this.#cluster.runtime;
    for (let attempt = 0;; attempt++) {
      if (this.#closed) throw new ConnectionError("disconnected", "The consumer is closed");
      try {
        const assignment = await this.#joinOnce();
        this.#startHeartbeats();
        return assignment;
      } catch (error) {
        if (!this.#mayJoinAgain(error)) throw error;
        const again = error instanceof ApiError && AT_ONCE.has(error.code);
        if (!again) {
          await clock.sleep(
            backoffMs(random, attempt, { backoffMs: this.settings.retryBackoffMs }),
          );
        }
      }
    }
  }

  /** Leaves the group, unless the member is static. Never rejects. */
  async leave(reason: string): Promise<void> {
    this.#stopHeartbeats();
    const { groupId, groupInstanceId } = this.settings;
    const memberId = this.#memberId;
    if (memberId === "" || groupInstanceId !== null) return;
    this.#memberId = "";
    this.#generation = NO_GENERATION;
    try {
      const connection = await this.#coordinator();
      const version = connection.versionFor(Apis.LeaveGroup);
      const member = version >= FIRST_LEAVE_WITH_REASON ? { memberId, reason } : { memberId };
      await connection.send(
        Apis.LeaveGroup,
        version >= FIRST_BATCHED_LEAVE ? { groupId, members: [member] } : { groupId, memberId },
        { version },
      );
    } catch {
      // The session ends by itself.
    }
  }

  /** No heartbeat is sent any more. */
  close(): void {
    this.#closed = true;
    this.#stopHeartbeats();
    this.#cluster.closeLane(this.lane);
  }

  #coordinator(): Promise<KafkaConnection> {
    return this.#cluster.coordinator("group", this.settings.groupId, this.lane);
  }

  // ---- joining

  async #joinOnce(): Promise<GroupAssignment> {
    const connection = await this.#coordinator();
    const joined = await this.#joinGroup(connection);
    const assignor = this.settings.assignors.find(({ name }) => name === joined.protocolName);
    if (assignor === undefined) {
      throw new ApiError(
        Errors.INCONSISTENT_GROUP_PROTOCOL,
        `The group chose ${joined.protocolName}, which this member does not know`,
      );
    }
    const leads = joined.leader === joined.memberId && !joined.skipAssignment;
    const plan = leads ? await this.#assign(joined, assignor) : null;
    const { groupId, groupInstanceId } = this.settings;
    const { memberId, generationId } = joined;
    const response = await connection.send(Apis.SyncGroup, {
      groupId,
      generationId,
      memberId,
      groupInstanceId,
      protocolType: PROTOCOL_TYPE,
      protocolName: joined.protocolName,
      assignments: plan?.assignments ?? [],
    }, { timeoutMs: this.settings.maxPollIntervalMs + JOIN_GRACE_MS });
    if (response.errorCode !== Errors.NONE) throw new ApiError(response.errorCode);
    this.#generation = generationId;
    const { assignment } = response;
    const assigned = assignment.length === 0 ? [] : decodeAssignment(assignment).assignedPartitions;
    const partitions = assigned.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition }))
    );
    return { assignor, partitions, assignedBy: plan?.partitionCounts ?? null };
  }

  async #joinGroup(connection: KafkaConnection): Promise<Joined> {
    const { settings } = this;
    const { topics, owned } = this.#events.subscription();
    const ownedPartitions = [...byTopic(owned)].map(([topic, list]) => ({
      topic,
      partitions: list.map(({ partition }) => partition),
    }));
    const response = await connection.send(Apis.JoinGroup, {
      groupId: settings.groupId,
      sessionTimeoutMs: settings.sessionTimeoutMs,
      rebalanceTimeoutMs: settings.maxPollIntervalMs,
      memberId: this.#memberId,
      groupInstanceId: settings.groupInstanceId,
      protocolType: PROTOCOL_TYPE,
      protocols: settings.assignors.map(({ name, userData }) => ({
        name,
        metadata: encodeSubscription({
          topics,
          userData: userData(this.#generation),
          ownedPartitions,
          generationId: this.#generation,
        }),
      })),
    }, { timeoutMs: settings.maxPollIntervalMs + JOIN_GRACE_MS });
    if (response.memberId !== "") this.#memberId = response.memberId;
    if (response.errorCode !== Errors.NONE) throw new ApiError(response.errorCode);
    return response;
  }

  /** The leader's part: who gets what. */
  async #assign({ members }: Joined, assignor: Assignor) {
    const described = members.map(({ memberId, groupInstanceId, metadata }): GroupMember => {
      const { topics, ownedPartitions, generationId } = decodeSubscription(metadata);
      const owned = ownedPartitions.flatMap(({ topic, partitions }) =>
        partitions.map((partition) => ({ topic, partition }))
      );
      return { memberId, groupInstanceId, topics, owned, generation: generationId };
    });
    const topics = [...new Set(described.flatMap(({ topics }) => topics))];
    const metadata = await this.#cluster.refresh(topics);
    const partitionCounts = new Map<string, number>();
    for (const topic of topics) {
      const count = metadata.topics.get(topic)?.partitions.length ?? 0;
      if (count > 0) partitionCounts.set(topic, count);
    }
    const assignments = [...assignor.assign(described, partitionCounts)]
      .map(([memberId, partitions]) => ({
        memberId,
        assignment: encodeAssignment({
          assignedPartitions: [...byTopic(partitions)].map(([topic, list]) => ({
            topic,
            partitions: list.map(({ partition }) => partition).sort((a, b) => a - b),
          })),
        }),
      }));
    return { assignments, partitionCounts };
  }

  /** Notes what an error means for the membership; false if joining again does not help. */
  #mayJoinAgain(error: unknown): boolean {
    if (!(error instanceof ApiError)) {
      if (error instanceof ConnectionError) this.#forgetCoordinator();
      return mayRetry(error);
    }
    if (COORDINATOR_GONE.has(error.code)) this.#forgetCoordinator();
    if (MEMBER_GONE.has(error.code)) this.#loseMembership(error.code);
    return error.retriable || AT_ONCE.has(error.code) || MEMBER_GONE.has(error.code);
  }

  #forgetCoordinator(): void {
    this.#cluster.forgetCoordinator("group", this.settings.groupId);
  }

  #loseMembership(code: number): void {
    const wasIn = this.#generation !== NO_GENERATION;
    this.#generation = NO_GENERATION;
    if (code === Errors.UNKNOWN_MEMBER_ID) this.#memberId = "";
    if (wasIn) this.#events.lost();
  }

  // ---- heartbeats

  #startHeartbeats(): void {
    this.#lastHeartbeatMs = this.#cluster.runtime.clock.monotonic();
    this.#scheduleHeartbeat();
  }

  #stopHeartbeats(): void {
    this.#heartbeatTimer?.cancel();
    this.#heartbeatTimer = null;
  }

  #scheduleHeartbeat(): void {
    if (this.#closed) return;
    const { clock } = this.#cluster.runtime;
    const { heartbeatIntervalMs } = this.settings;
    const timer = clock.setTimer(heartbeatIntervalMs, async () => {
      await this.#heartbeat();
      if (this.#heartbeatTimer === timer) this.#scheduleHeartbeat();
    });
    this.#heartbeatTimer = timer;
  }

  /** Never rejects. */
  async #heartbeat(): Promise<void> {
    const { clock } = this.#cluster.runtime;
    const generation = this.#generation;
    if (clock.monotonic() - this.#events.lastPollMs() > this.settings.maxPollIntervalMs) {
      await this.leave("consumer poll timeout has expired.");
      this.#events.lost();
      return this.#events.mustJoin();
    }
    try {
      const connection = await this.#coordinator();
      const { groupId, groupInstanceId, sessionTimeoutMs } = this.settings;
      const { errorCode } = await connection.send(Apis.Heartbeat, {
        groupId,
        generationId: generation,
        memberId: this.#memberId,
        groupInstanceId,
      }, { timeoutMs: sessionTimeoutMs });
      if (this.#generation !== generation) return;
      if (errorCode === Errors.NONE) this.#lastHeartbeatMs = clock.monotonic();
      else this.#heartbeatFailed(new ApiError(errorCode));
    } catch (error) {
      if (this.#generation === generation) this.#heartbeatFailed(error);
    }
  }

  #heartbeatFailed(error: unknown): void {
    const code = error instanceof ApiError ? error.code : Errors.NETWORK_EXCEPTION;
    if (code === Errors.REBALANCE_IN_PROGRESS) {
      this.#lastHeartbeatMs = this.#cluster.runtime.clock.monotonic();
      return this.#events.mustJoin();
    }
    if (!this.#mayJoinAgain(error)) {
      this.#stopHeartbeats();
      return this.#events.failed(error);
    }
    const silentMs = this.#cluster.runtime.clock.monotonic() - this.#lastHeartbeatMs;
    if (MEMBER_GONE.has(code) || silentMs > this.settings.sessionTimeoutMs) {
      this.#stopHeartbeats();
      this.#events.mustJoin();
    }
  }
}

/** Errors after which the next attempt can follow at once. */
const AT_ONCE: ReadonlySet<number> = new Set([
  Errors.MEMBER_ID_REQUIRED,
  Errors.REBALANCE_IN_PROGRESS,
]);
const MEMBER_GONE: ReadonlySet<number> = new Set([
  Errors.UNKNOWN_MEMBER_ID,
  Errors.ILLEGAL_GENERATION,
]);
const COORDINATOR_GONE: ReadonlySet<number> = new Set([
  Errors.NOT_COORDINATOR,
  Errors.COORDINATOR_NOT_AVAILABLE,
  Errors.REQUEST_TIMED_OUT,
]);
