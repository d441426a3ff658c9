/**
 * Drives the Raft state machine of one node: carries out its effects on disk, log and network, and is the
 * {@linkcode MetadataLog} of the state machines above.
 */
import type { MetadataRecord } from "../../protocol/data/metadata_framing.ts";
import { Errors } from "../../protocol/errors.ts";
import type { Runtime, Timer } from "../../runtime/runtime.ts";
import {
  type LeaderAndEpoch,
  type MetadataListener,
  type MetadataLog,
  NotLeaderError,
} from "../metadata_log.ts";
import { SnapshotKeeper, type SnapshotKeeperOptions } from "../snapshot/snapshot_keeper.ts";
import { SnapshotStore } from "../snapshot/snapshot_store.ts";
import type { RaftConfig } from "./core.ts";
import { DeferredAnswers } from "./deferred_answers.ts";
import type { ControlAppend, Effects } from "./effects.ts";
import { ListenerFeed } from "./listener_feed.ts";
import { loadVoters } from "./load_voters.ts";
import { RaftMachine } from "./machine.ts";
import { dataBatch } from "./metadata_batch.ts";
import { MAX_FETCH_BYTES } from "./outbound.ts";
import { OutboundRequests } from "./outbound_requests.ts";
import { ParkedFetches } from "./parked_fetches.ts";
import { readQuorumState } from "./quorum_state_file.ts";
import type { RaftLog } from "./raft_log.ts";
import type { RaftTransport } from "./raft_transport.ts";
import { ReplicaLog } from "./replica_log.ts";
import { ReplicaWriter } from "./replica_writer.ts";
import { SerialQueue } from "./serial_queue.ts";
import type { VoterHistory } from "./voter_history.ts";
import type { VoterSet } from "./voter_set.ts";

export interface RaftNodeOptions {
  readonly runtime: Pick<Runtime, "clock" | "random" | "disk">;
  readonly config: RaftConfig;
  readonly clusterId: string;
  /** `.../__cluster_metadata-0`, which exists. */
  readonly directory: string;
  /** Opened and recovered. Closed with the node. */
  readonly log: RaftLog;
  /** Of `controller.quorum.voters`; empty in a dynamic quorum. */
  readonly staticVoters: VoterSet;
  readonly transport: RaftTransport;
  /** Has snapshots taken and old ones cleaned. Without it the log only grows. */
  readonly snapshots?: SnapshotKeeperOptions;
  /** The replica stopped for good: its disk failed, or an invariant was broken. */
  readonly failed: (error: unknown) => void;
  /** Told what is worth a line in the node's log. */
  readonly onWarning?: (message: string) => void;
}

export class RaftNode implements MetadataLog {
  readonly machine: RaftMachine;
  readonly parked: ParkedFetches;
  readonly #queue: SerialQueue;
  readonly #feed: ListenerFeed;
  readonly #outbound: OutboundRequests;
  readonly #keeper: SnapshotKeeper;
  readonly #writer: ReplicaWriter;
  readonly #deferred = new DeferredAnswers();
  #timer: Timer | null = null;
  #timerMs = Infinity;
  #closed = false;
  #flushing = false;
  #unflushed = false;
  #endOfTurn = false;
  /** Highest ever known here: what is committed stays so while a new leader starts without knowing. */
  #committedOffset = -1;

  private constructor(
    readonly options: RaftNodeOptions,
    readonly replica: ReplicaLog,
    readonly history: VoterHistory,
    machine: (nowMs: number) => RaftMachine,
  ) {
    const { runtime } = options;
    const { disk, clock } = runtime;
    this.#writer = new ReplicaWriter(disk, clock, options.directory, replica, history);
    this.#queue = new SerialQueue((error) => this.#fail(error));
    this.parked = new ParkedFetches(runtime.clock);
    this.#outbound = new OutboundRequests(
      options.transport,
      options.clusterId,
      options.config,
      // What fails because this node closes is no news.
      (message) => this.#closed || options.onWarning?.(message),
    );
    this.#keeper = new SnapshotKeeper(replica.snapshots, runtime, options.snapshots ?? null, {
      logBytes: () => options.log.sizeBytes,
      quorumAt: (endOffset) => ({
        kraftVersion: history.kraftVersionAt(endOffset),
        voters: history.votersAt(endOffset),
      }),
      startLogAt: (offset) => this.#writer.startLogAt(offset),
      failed: (error) => this.#fail(error),
    });
    this.#feed = new ListenerFeed({
      replica,
      committedOffset: () => this.#committedOffset,
      leadership: () => this.#leadership(),
      delivered: (batch) => this.#keeper.delivered(batch),
      snapshotLoaded: () => this.#keeper.loaded(),
      failed: (error) => this.#fail(error),
    });
    this.machine = machine(this.#nowMs);
  }

  /**
   * Opens the replica: log and snapshots are made to agree, `quorum-state` is read. It takes part in the quorum from
   * {@linkcode start} on.
   *
   * @throws {QuorumStateError | SnapshotError | RuntimeError} Where the directory can't be used.
   */
  static async open(options: RaftNodeOptions): Promise<RaftNode> {
    const { runtime: { disk, random }, directory, config } = options;
    const snapshots = await SnapshotStore.open(disk, random, directory);
    const replica = new ReplicaLog(options.log, snapshots);
    await replica.reconcile();
    const history = await loadVoters(replica, options.staticVoters);
    const persisted = await readQuorumState(disk, directory);
    // A new directory must not vanish with the votes that will be kept in it.
    if (persisted === null) await disk.syncDirectory(directory.replace(/\/[^/]*$/, "") || "/");
    return new RaftNode(
      options,
      replica,
      history,
      (nowMs) => new RaftMachine(config, replica, history, random, persisted, nowMs),
    );
  }

  /** Begins to take part: a sole voter leads at once. Resolves when the first effects are carried out. */
  start(): Promise<void> {
    return this.step(() => {});
  }

  get nodeId(): number {
    return this.options.config.local.id;
  }

  get endOffset(): number {
    return this.options.log.endOffset;
  }

  get highWatermark(): number {
    return this.#committedOffset;
  }

  leaderAndEpoch(): LeaderAndEpoch {
    const { leaderId, epoch } = this.#leadership();
    return { leaderId, epoch };
  }

  append(epoch: number, records: readonly MetadataRecord[]): number {
    const { state } = this.machine.core;
    const leads = state.kind === "leader" && this.machine.core.epoch === epoch &&
      state.epochStartOffset !== null && !this.#closed;
    if (!leads) throw new NotLeaderError(`Node ${this.nodeId} does not lead epoch ${epoch}`);
    if (records.length === 0) throw new RangeError("A batch needs a record");
    const { log } = this.options;
    const batch = dataBatch(records, {
      baseOffset: log.endOffset,
      epoch,
      timestampMs: this.options.runtime.clock.now(),
    });
    if (batch.length > MAX_FETCH_BYTES) {
      throw new RangeError(`A metadata batch of ${batch.length} bytes is too large`);
    }
    try {
      log.appendAsLeader(batch, epoch);
    } catch (error) {
      this.#fail(error);
      throw error;
    }
    this.#afterAppend();
    return log.endOffset - 1;
  }

  resign(epoch: number): void {
    void this.step((nowMs) => this.machine.resign(epoch, nowMs));
  }

  register(listener: MetadataListener): void {
    this.#feed.add(listener);
    this.options.runtime.clock.endOfTurn(() => this.#feed.run());
  }

  /**
   * Gives the state machine an event, carries out what follows from it, and only then resolves with the event's result.
   * Events are handled one after the other. After a failure or {@linkcode close} the promise stays open for ever.
   */
  step<T>(event: (nowMs: number) => T): Promise<T> {
    return new Promise((resolve) => {
      this.#queue.add(() => {
        if (this.#closed) return;
        const result = event(this.#nowMs);
        const pending = this.#carryOut();
        if (pending === undefined) resolve(result);
        else return pending.then(() => resolve(result));
      });
    });
  }

  /**
   * A step whose result may come later: `event` gets a token and returns an error, or NONE when the state machine will
   * answer under that token. Resolves with Kafka's error code.
   */
  async stepDeferred(event: (token: number, nowMs: number) => number): Promise<number> {
    const { token, answer } = this.#deferred.open();
    const error = await this.step((nowMs) => event(token, nowMs));
    if (error !== Errors.NONE) this.#deferred.answer(token, error);
    return await answer;
  }

  #stopAnswering(): void {
    this.parked.flush();
    this.#deferred.answerAll(Errors.BROKER_NOT_AVAILABLE);
  }

  /**
   * Stops taking part. A leader of others first tells them so, and waits up to `maxHandoverMs` until they have heard or
   * another leads.
   */
  async close(maxHandoverMs = 5000): Promise<void> {
    if (this.#closed) return;
    const { core } = this.machine;
    if (core.state.kind === "leader" && !core.isOnlyVoter) {
      await this.step((nowMs) => this.machine.resign(core.epoch, nowMs));
      await this.#waitForHandover(this.#nowMs + maxHandoverMs);
    }
    await this.step(() => {});
    this.#closed = true;
    this.#timer?.cancel();
    this.options.transport.close();
    this.#stopAnswering();
    await this.#keeper.close();
    await this.options.log.close();
  }

  async #waitForHandover(untilMs: number): Promise<void> {
    const isHandingOver = () => {
      const { state } = this.machine.core;
      return state.kind === "resigned" && state.unacknowledged.size > 0;
    };
    while (isHandingOver() && this.#nowMs < untilMs && !this.#closed) {
      await this.options.runtime.clock.sleep(HANDOVER_CHECK_MS);
    }
  }

  get #nowMs(): number {
    return this.options.runtime.clock.monotonic();
  }

  #leadership() {
    const { core } = this.machine;
    const { state, epoch } = core;
    if (state.kind === "leader") {
      return { leaderId: this.nodeId, epoch, startOffset: state.epochStartOffset ?? Infinity };
    }
    const leaderId = state.kind === "resigned" ? null : core.leaderId;
    return { leaderId, epoch, startOffset: null };
  }

  /** Until there is nothing more to do: carrying out effects has effects. */
  #carryOut(): void | Promise<void> {
    const effects = this.machine.takeEffects();
    const pending = this.#carryOutOnce(effects);
    if (pending !== undefined) return pending.then(() => this.#carryOut());
    if (effects.appendControl.length > 0) return this.#carryOut();
    this.#schedule();
  }

  #carryOutOnce(effects: Effects): void | Promise<void> {
    const mustWait = effects.persist !== null || effects.truncateTo !== null ||
      effects.appendFetched !== null || effects.snapshotPiece !== null;
    if (mustWait) return this.#storeFirst(effects);
    this.#appendAndSend(effects);
  }

  /** What has to be on disk before anything else may be seen of it. */
  async #storeFirst(effects: Effects): Promise<void> {
    const { persist, truncateTo, appendFetched, snapshotPiece } = effects;
    if (persist !== null) await this.#writer.persist(persist);
    if (truncateTo !== null) {
      await this.#writer.truncateTo(truncateTo);
      this.machine.truncated(this.#nowMs);
    }
    if (appendFetched !== null) {
      const { core } = this.machine;
      this.#writer.appendFetched(appendFetched, core.epoch);
      // Whoever may be counted for a commit has it on disk before it says so.
      const mayVote = this.options.config.endpoints.length > 0 || core.isVoter;
      if (mayVote) await this.options.log.flush();
      this.machine.fetchedStored(this.#nowMs);
    }
    if (snapshotPiece !== null) {
      await this.#keeper.store(snapshotPiece);
      if (snapshotPiece.complete) await this.#writer.installSnapshot();
      this.machine.snapshotPieceStored(snapshotPiece.complete, this.#nowMs);
    }
    this.#appendAndSend(effects);
  }

  #appendAndSend(effects: Effects): void {
    for (const append of effects.appendControl) this.#appendControl(append);
    for (const request of effects.send) {
      this.#outbound.send(request, (outcome) => {
        void this.step((nowMs) => outcome(this.machine, nowMs));
      });
    }
    const { probe } = effects;
    if (probe !== null) {
      this.#outbound.probe(probe.to).then((versions) =>
        this.step((nowMs) => this.machine.voterProbed(probe.token, versions, nowMs))
      );
    }
    for (const { token, error } of effects.answers) this.#deferred.answer(token, error);
    if (effects.changed) this.#noteChange();
  }

  #appendControl(append: ControlAppend): void {
    const { core } = this.machine;
    if (core.state.kind !== "leader" || core.epoch !== append.epoch) return;
    const offset = this.#writer.appendControl(append);
    this.machine.appendedAsLeader(append.epoch, offset, this.#nowMs);
    this.#afterAppend();
  }

  /** Appends of one turn share one fsync, and wake waiting fetches together. */
  #afterAppend(): void {
    this.#unflushed = true;
    if (this.#endOfTurn) return;
    this.#endOfTurn = true;
    this.options.runtime.clock.endOfTurn(() => {
      this.#endOfTurn = false;
      this.parked.wake();
      this.#flush().catch((error) => this.#fail(error));
    });
  }

  async #flush(): Promise<void> {
    if (this.#flushing) return;
    this.#flushing = true;
    while (this.#unflushed && !this.#closed) {
      this.#unflushed = false;
      const { epoch } = this.machine.core;
      const { endOffset } = this.options.log;
      await this.options.log.flush();
      void this.step((nowMs) => this.machine.flushed(epoch, endOffset, nowMs));
    }
    this.#flushing = false;
  }

  #noteChange(): void {
    const { highWatermark } = this.machine.core;
    if (highWatermark > this.#committedOffset) this.#committedOffset = highWatermark;
    this.parked.wake();
    this.#feed.run();
  }

  #schedule(): void {
    const nowMs = this.#nowMs;
    const dueMs = this.machine.nextTickMs(nowMs);
    if (dueMs === this.#timerMs) return;
    this.#timer?.cancel();
    this.#timer = null;
    this.#timerMs = dueMs;
    if (dueMs === Infinity) return;
    this.#timer = this.options.runtime.clock.setTimer(Math.max(0, dueMs - nowMs), () => {
      this.#timerMs = Infinity;
      void this.step((now) => this.machine.tick(now));
    });
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#timer?.cancel();
    this.options.transport.close();
    this.#stopAnswering();
    this.options.failed(error);
  }
}

/** How often a leader that resigned looks whether the others have heard. */
const HANDOVER_CHECK_MS = 10;
