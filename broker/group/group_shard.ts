/** The groups of one partition of `__consumer_offsets`: their state, loaded from it and written to it. */
import type { Clock } from "../../runtime/runtime.ts";
import { Errors } from "../../protocol/errors.ts";
import { ClassicGroup } from "./classic_group.ts";
import { CommittedOffsets } from "./committed_offsets.ts";
import type { GroupLog } from "./group_log.ts";
import { GroupMember } from "./group_member.ts";
import { type GroupLogRecord, groupRecord, type ReadRecord, readRecord } from "./group_records.ts";
import { type GroupEffects, type RebalanceConfig, Rebalancer } from "./rebalance.ts";

export interface ShardOptions {
  readonly clock: Clock;
  readonly log: GroupLog;
  readonly rebalance: RebalanceConfig;
  readonly maxGroupSize: number;
  info(message: string): void;
  warn(message: string): void;
}

export class GroupShard {
  readonly groups = new Map<string, ClassicGroup>();
  readonly offsets = new CommittedOffsets();
  readonly rebalancer: Rebalancer;
  /** Requests are refused until everything is loaded. */
  loading = true;

  constructor(readonly options: ShardOptions) {
    const effects: GroupEffects = {
      persist: (group, assignments) => this.write([groupRecord(group, assignments)]),
      info: options.info,
      warn: options.warn,
    };
    this.rebalancer = new Rebalancer(options.clock, options.rebalance, effects);
  }

  write(records: readonly GroupLogRecord[]): Promise<number> {
    return this.options.log.append(records);
  }

  /** Writes the group's record as it is now. */
  persistCurrent(group: ClassicGroup): Promise<number> {
    const assignments = new Map(group.members().map((m) => [m.id, m.assignment]));
    return this.write([groupRecord(group, assignments)]);
  }

  getOrCreate(groupId: string): ClassicGroup {
    let group = this.groups.get(groupId);
    if (group === undefined) {
      group = new ClassicGroup(groupId, this.options.clock.now());
      this.groups.set(groupId, group);
    }
    return group;
  }

  /** Takes over one record of the log, at load. */
  replay(key: Uint8Array | null, value: Uint8Array | null): void {
    if (key === null) return;
    const record = readRecord(key, value);
    switch (record.type) {
      case "offset": {
        const { group, topic, partition, offset } = record;
        if (offset === null) this.offsets.delete(group, topic, partition);
        else this.offsets.set(group, topic, partition, offset);
        break;
      }
      case "group":
        if (record.value === null) this.groups.delete(record.group);
        else this.groups.set(record.group, this.#restore(record.group, record.value));
    }
  }

  #restore(
    groupId: string,
    value: NonNullable<(ReadRecord & { type: "group" })["value"]>,
  ): ClassicGroup {
    const group = new ClassicGroup(groupId, this.options.clock.now());
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
    group.protocolType = value.protocolType;
    group.generationId = value.generation;
    group.protocolName = value.protocol;
    if (value.leader !== null && group.has(value.leader)) group.leaderId = value.leader;
    const state = value.members.length > 0 ? "Stable" : "Empty";
    const since = Number(value.currentStateTimestamp);
    group.restore(state, since >= 0 ? since : this.options.clock.now());
    return group;
  }

  /** Everything is read: sessions start anew, too large groups rebalance. */
  finishLoading(): void {
    this.loading = false;
    for (const group of this.groups.values()) {
      for (const member of group.members()) this.rebalancer.startSession(group, member);
      if (group.size > this.options.maxGroupSize) {
        this.rebalancer.prepare(group, "the group is larger than group.max.size");
      }
    }
  }

  /** Another broker takes over: whoever waits here looks for it. */
  unload(): void {
    for (const group of this.groups.values()) {
      this.rebalancer.kill(group, Errors.NOT_COORDINATOR);
    }
    this.groups.clear();
  }
}
