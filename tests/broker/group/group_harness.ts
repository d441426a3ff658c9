/** A shard on virtual time with a log that does what the test says. */
import type { GroupConfig } from "../../../broker/group/group_config.ts";
import type { GroupLog } from "../../../broker/group/group_log.ts";
import type { JoinResult, SyncResult } from "../../../broker/group/group_member.ts";
import type { GroupLogRecord } from "../../../broker/group/group_records.ts";
import {
  heartbeatInShard,
  joinInShard,
  leaveInShard,
  syncInShard,
} from "../../../broker/group/group_requests.ts";
import { GroupShard } from "../../../broker/group/group_shard.ts";
import { decodeGroupRecord, type GroupRecord } from "../../../protocol/data/group_framing.ts";
import { Errors } from "../../../protocol/errors.ts";
import { seededRandom, settle, VirtualClock } from "../../coordinator/virtual_clock.ts";

const DEFAULTS: GroupConfig = {
  minSessionTimeoutMs: 6_000,
  maxSessionTimeoutMs: 1_800_000,
  initialRebalanceDelayMs: 3_000,
  maxSize: 2147483647,
  offsetMetadataMaxBytes: 4096,
  offsetsRetentionMs: 7 * 24 * 3_600_000,
  offsetsRetentionCheckIntervalMs: 600_000,
  offsetsCommitTimeoutMs: 5_000,
  offsetsCompression: "none",
};

interface HeldAppend {
  readonly records: readonly GroupLogRecord[];
  readonly end: (errorCode: number) => void;
}

/** Commits at once; or holds what is appended until told to commit it or to fail it. */
export class FakeGroupLog implements GroupLog {
  readonly batches: GroupRecord[][] = [];
  holding = false;
  /** Every append is refused with it, unless NONE. */
  refusal: number = Errors.NONE;
  readonly #held: HeldAppend[] = [];

  append(
    records: readonly GroupLogRecord[],
    ended: (committed: boolean) => void = () => {},
  ): Promise<number> {
    if (this.refusal !== Errors.NONE) {
      ended(false);
      return Promise.resolve(this.refusal);
    }
    this.batches.push(records.map(({ key, value }) => decodeGroupRecord(key, value)));
    return new Promise((resolve) => {
      const end = (errorCode: number) => {
        ended(errorCode === Errors.NONE);
        resolve(errorCode);
      };
      if (this.holding) this.#held.push({ records, end });
      else end(Errors.NONE);
    });
  }

  /** Ends the oldest appends that are held, all of them by default. */
  async release(errorCode: number = Errors.NONE, count = this.#held.length): Promise<void> {
    for (const { end } of this.#held.splice(0, count)) end(errorCode);
    await settle();
  }

  /** The last record of a group's state. */
  lastGroup(): (GroupRecord & { type: "GroupMetadata" })["value"] {
    const record = this.batches.flat().findLast(({ type }) => type === "GroupMetadata");
    return record === undefined ? null : (record as GroupRecord & { type: "GroupMetadata" }).value;
  }
}

/** A request that may be parked. */
export class Call<T> {
  /** Null while it waits. */
  answer: T | null = null;
  readonly done: Promise<T>;

  constructor(result: T | Promise<T>) {
    this.done = Promise.resolve(result).then((answer) => this.answer = answer);
    if (!(result instanceof Promise)) this.answer = result;
  }
}

export interface JoinOptions {
  readonly group?: string;
  readonly instanceId?: string;
  readonly version?: number;
  readonly protocolType?: string;
  /** Names with metadata; the metadata is the name where none is given. */
  readonly protocols?: readonly (string | readonly [string, string])[];
  readonly sessionTimeoutMs?: number;
  readonly rebalanceTimeoutMs?: number;
  readonly clientId?: string;
}

const utf8 = new TextEncoder();
export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

export class GroupHarness {
  readonly clock = new VirtualClock();
  readonly log = new FakeGroupLog();
  readonly warnings: string[] = [];
  readonly shard: GroupShard;

  constructor(config: Partial<GroupConfig> = {}) {
    this.shard = new GroupShard({
      clock: this.clock,
      random: seededRandom(),
      log: this.log,
      config: { ...DEFAULTS, ...config },
      info: () => {},
      warn: (message) => this.warnings.push(message),
    });
    this.shard.finishLoading();
  }

  get group() {
    return this.shard.groups.get("g")!;
  }

  /** Sends JoinGroup; version 3 by default, which needs no second request for an id. */
  async join(memberId = "", options: JoinOptions = {}): Promise<Call<JoinResult>> {
    const version = options.version ?? 3;
    const call = new Call(joinInShard(this.shard, options.group ?? "g", {
      memberId,
      instanceId: options.instanceId ?? null,
      protocolType: options.protocolType ?? "consumer",
      description: {
        clientId: options.clientId ?? "client",
        clientHost: "/10.0.0.1",
        sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
        rebalanceTimeoutMs: options.rebalanceTimeoutMs ?? 60_000,
        protocols: (options.protocols ?? ["range"]).map((protocol) => {
          const [name, metadata] = typeof protocol === "string" ? [protocol, protocol] : protocol;
          return { name, metadata: utf8.encode(metadata) };
        }),
      },
      requiresKnownId: version >= 4,
      supportsSkippingAssignment: version >= 9,
    }));
    await settle();
    return call;
  }

  async sync(
    memberId: string,
    generationId: number,
    assignments: Readonly<Record<string, string>> = {},
    options: {
      readonly instanceId?: string;
      readonly protocolType?: string;
      readonly protocolName?: string;
    } = {},
  ): Promise<Call<SyncResult>> {
    const call = new Call(syncInShard(this.shard, "g", {
      memberId,
      instanceId: options.instanceId ?? null,
      generationId,
      protocolType: options.protocolType ?? null,
      protocolName: options.protocolName ?? null,
      assignments: new Map(
        Object.entries(assignments).map(([id, assignment]) => [id, utf8.encode(assignment)]),
      ),
    }));
    await settle();
    return call;
  }

  heartbeat(memberId: string, generationId: number, instanceId: string | null = null): number {
    return heartbeatInShard(this.shard, "g", { memberId, instanceId, generationId });
  }

  async leave(memberId: string, instanceId: string | null = null): Promise<number> {
    const errorCode = leaveInShard(this.shard, "g", memberId, instanceId, "test");
    await settle();
    return errorCode;
  }

  /** Lets time pass while `memberIds` send heartbeats often enough. */
  async advance(ms: number, memberIds: readonly string[] = []): Promise<void> {
    for (let left = ms; left > 0; left -= 2_000) {
      for (const id of memberIds) this.heartbeat(id, this.group?.generationId ?? 0);
      await this.clock.advance(Math.min(2_000, left));
    }
  }

  /** A stable group of `count` dynamic members, the first of which leads; returns their ids. */
  async stable(count: number, options: JoinOptions = {}): Promise<string[]> {
    const joins: Call<JoinResult>[] = [];
    for (let i = 0; i < count; i++) joins.push(await this.join("", options));
    while (this.group.state !== "CompletingRebalance") await this.clock.advance(1_000);
    const ids = joins.map(({ answer }) => answer!.memberId);
    await this.syncAll(ids);
    return ids;
  }

  /** Sends the members' SyncGroup requests, followers first. */
  async syncAll(ids: readonly string[]): Promise<void> {
    const { generationId, leaderId } = this.group;
    const assignments = Object.fromEntries(ids.map((id) => [id, `for ${id}`]));
    for (const id of ids) if (id !== leaderId) await this.sync(id, generationId);
    if (leaderId !== null) await this.sync(leaderId, generationId, assignments);
  }
}
