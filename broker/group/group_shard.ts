/** The groups of one partition of `__consumer_offsets`: their state, loaded from it and written to it. */
import type { GroupRecord } from "../../protocol/data/group_framing.ts";
import { errorName, Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import type { Clock, Random } from "../../runtime/runtime.ts";
import { ClassicGroup } from "./classic_group.ts";
import { type CommittedOffset, CommittedOffsets } from "./committed_offsets.ts";
import type { GroupConfig } from "./group_config.ts";
import type { GroupLog } from "./group_log.ts";
import { GroupMember } from "./group_member.ts";
import { type GroupLogRecord, groupRecord, newGroupRecord } from "./group_records.ts";
import { PendingOffsets } from "./pending_offsets.ts";
import { Rebalancer } from "./rebalance.ts";

export interface ShardOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: GroupLog;
  readonly config: GroupConfig;
  info(message: string): void;
  warn(message: string): void;
}

type Stored<Type extends GroupRecord["type"]> = NonNullable<
  (GroupRecord & { type: Type })["value"]
>;

export class GroupShard {
  readonly groups = new Map<string, ClassicGroup>();
  readonly offsets = new CommittedOffsets();
  readonly pendingOffsets = new PendingOffsets();
  readonly rebalancer: Rebalancer;
  /** Requests are refused until everything is loaded. */
  loading = true;
  /** The log could not be read: nothing is served until it gets another leader. */
  failed = false;
  #unloaded = false;
  /** Batches of each group that are in the log and not known to be committed yet. */
  readonly #underWay = new Map<string, number>();

  constructor(readonly options: ShardOptions) {
    this.rebalancer = new Rebalancer(options.clock, options.config, {
      persist: (group, assignments) => this.write(group.id, [groupRecord(group, assignments)]),
      info: options.info,
      warn: options.warn,
    });
  }

  /**
   * Writes records of a group as one batch. Resolves with an error code once they are committed, or can't be in time.
   *
   * @param apply Called once they are committed, even after a timeout: the state follows the log.
   */
  write(
    groupId: string,
    records: readonly GroupLogRecord[],
    apply: () => void = () => {},
  ): Promise<number> {
    this.#underWay.set(groupId, (this.#underWay.get(groupId) ?? 0) + 1);
    return this.options.log.append(records, (committed) => {
      const left = this.#underWay.get(groupId)! - 1;
      if (left === 0) this.#underWay.delete(groupId);
      else this.#underWay.set(groupId, left);
      if (committed) apply();
    });
  }

  /** Whether the log says more of the group than the state does. */
  isBehind(groupId: string): boolean {
    return this.#underWay.has(groupId);
  }

  /** Writes the group's record as it is now. */
  persistCurrent(group: ClassicGroup): Promise<number> {
    const assignments = new Map(group.members().map((m) => [m.id, m.assignment]));
    return this.write(group.id, [groupRecord(group, assignments)]);
  }

  /** Whether there is a group of that id, be it only that it has offsets. */
  has(groupId: string): boolean {
    return this.groups.has(groupId) || this.offsets.has(groupId);
  }

  /** A new, empty group. It goes again, and whoever waits in it is told, if its record can't be written. */
  create(groupId: string): ClassicGroup {
    const group = new ClassicGroup(groupId, this.options.clock.now());
    this.groups.set(groupId, group);
    this.write(groupId, [newGroupRecord(group)]).then((errorCode) => {
      if (errorCode === Errors.NONE || this.groups.get(groupId) !== group) return;
      this.options.warn(`Could not write the new group ${groupId}: ${errorName(errorCode)}`);
      this.drop(group, errorCode);
    });
    return group;
  }

  /** Forgets a group; whoever waits in it gets `errorCode`. */
  drop(group: ClassicGroup, errorCode: number): void {
    this.groups.delete(group.id);
    this.rebalancer.kill(group, errorCode);
  }

  /**
   * Takes over one record of the log, at load. Kinds of groups that are not served are passed over.
   *
   * @param producerId Of the transaction that the record belongs to, else null.
   */
  replay(record: GroupRecord, producerId: bigint | null): void {
    if (this.#unloaded) return;
    switch (record.type) {
      case "LegacyOffsetCommit":
      case "OffsetCommit": {
        const { group, topic, partition } = record.key;
        if (record.value === null) this.offsets.delete(group, topic, partition);
        else this.#replayOffset(record.key, offsetOf(record.value), producerId);
        break;
      }
      case "GroupMetadata": {
        const { group } = record.key;
        if (record.value === null) this.groups.delete(group);
        else this.groups.set(group, restored(group, record.value));
      }
    }
  }

  #replayOffset(
    key: { readonly group: string; readonly topic: string; readonly partition: number },
    offset: CommittedOffset,
    producerId: bigint | null,
  ): void {
    if (producerId !== null) this.pendingOffsets.add(producerId, { ...key, offset });
    else this.offsets.set(key.group, key.topic, key.partition, offset);
  }

  /** A producer's transaction ended: offsets that it committed count now, or never. */
  endTransaction(producerId: bigint, committed: boolean): void {
    this.pendingOffsets.end(producerId, committed, this.offsets);
  }

  /** Everything is read: sessions start anew, too large groups rebalance. */
  finishLoading(): void {
    if (this.#unloaded) return;
    this.loading = false;
    const { maxSize } = this.options.config;
    for (const group of this.groups.values()) {
      for (const member of group.members()) this.rebalancer.startSession(group, member);
      if (group.size > maxSize) {
        this.rebalancer.prepare(group, "the group is larger than group.max.size");
      }
    }
  }

  /** The load failed. */
  fail(): void {
    this.failed = true;
    this.unload();
  }

  /** Another broker takes over: whoever waits here looks for it. */
  unload(): void {
    this.#unloaded = true;
    for (const group of [...this.groups.values()]) this.drop(group, Errors.NOT_COORDINATOR);
  }
}

function offsetOf(
  value: Stored<"OffsetCommit"> | Stored<"LegacyOffsetCommit">,
): CommittedOffset {
  const { leaderEpoch = -1, expireTimestamp = -1n, topicId = ZERO_UUID } = value as Partial<
    Stored<"OffsetCommit">
  >;
  return {
    offset: value.offset,
    leaderEpoch,
    metadata: value.metadata,
    commitTimestampMs: Number(value.commitTimestamp),
    expireTimestampMs: expireTimestamp < 0n ? null : Number(expireTimestamp),
    topicId,
  };
}

function restored(groupId: string, value: Stored<"GroupMetadata">): ClassicGroup {
  const since = Number(value.currentStateTimestamp);
  const group = new ClassicGroup(groupId, since);
  for (const stored of value.members) {
    const member = new GroupMember(stored.memberId, stored.groupInstanceId, {
      clientId: stored.clientId,
      clientHost: stored.clientHost,
      sessionTimeoutMs: stored.sessionTimeout,
      rebalanceTimeoutMs: stored.rebalanceTimeout >= 0
        ? stored.rebalanceTimeout
        : stored.sessionTimeout,
      protocols: [{ name: value.protocol ?? "", metadata: stored.subscription.slice() }],
    });
    member.assignment = stored.assignment.slice();
    group.add(member, value.protocolType);
  }
  group.protocolType = value.protocolType === "" ? null : value.protocolType;
  group.generationId = value.generation;
  group.protocolName = value.protocol;
  if (value.leader !== null && group.has(value.leader)) group.leaderId = value.leader;
  group.restore(value.members.length > 0 ? "Stable" : "Empty", since >= 0 ? since : null);
  return group;
}
