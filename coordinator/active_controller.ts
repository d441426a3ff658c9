/**
 * The driver of the coordinator role: while this node leads the metadata quorum it runs requests one by one against the
 * pending state, appends their records to the log and answers when they are committed (metadata-quorum 3.1). Everything
 * it decides from is in its arguments and in the log.
 */
import { ImageBuilder } from "../metadata/image/image_builder.ts";
import type { MetadataImage } from "../metadata/image/image.ts";
import { ImageLoader } from "../metadata/image/image_loader.ts";
import {
  type CommittedBatch,
  type LeaderAndEpoch,
  type LoadedSnapshot,
  type MetadataListener,
  type MetadataLog,
  NotLeaderError,
} from "../metadata/metadata_log.ts";
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Clock, Random } from "../runtime/runtime.ts";
import { activationRecords } from "./activation.ts";
import type { ControllerState, Decision } from "./decision.ts";
import { PendingResponses } from "./pending_responses.ts";
import type { ControllerSettings } from "./settings.ts";

/** Most records of one operation, and of one batch. */
export const MOST_RECORDS = 10_000;

export interface ActiveControllerOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: MetadataLog;
  readonly settings: ControllerSettings;
  /** What the first leader of an empty log writes: metadata.version and what else formatting asked for. */
  readonly bootstrapRecords: () => readonly MetadataRecord[];
  /** Told when this node becomes active, with the state it starts from, and when it no longer is. */
  readonly onActivation: (image: MetadataImage) => void;
  readonly onResignation: () => void;
  /** Told of each new committed state, active or not. */
  readonly onCommit: (image: MetadataImage) => void;
  /** Told of a fault of this program. */
  readonly onFault: (error: unknown) => void;
}

/** Own records on their way to being committed, as the state that they lead to. */
interface PendingImage {
  readonly lastOffset: number;
  readonly image: MetadataImage;
}

export class ActiveController implements MetadataListener {
  readonly #options: ActiveControllerOptions;
  readonly #responses = new PendingResponses();
  #loader = new ImageLoader();
  #committedImage: MetadataImage = this.#loader.image;
  #pending: PendingImage[] = [];
  /** Epoch in which this node is active, null while it is not. */
  #epoch: number | null = null;
  #committedOffset = -1;
  #lastAppendedOffset = -1;
  #lastWriteMs = 0;
  /** Whether the committed log holds any data record. */
  #sawRecords = false;

  constructor(options: ActiveControllerOptions) {
    this.#options = options;
  }

  get isActive(): boolean {
    return this.#epoch !== null;
  }

  /** The committed state: what reads are answered from. */
  get image(): MetadataImage {
    return this.#committedImage;
  }

  /** The committed state with the own records on top that are under way. */
  get pendingImage(): MetadataImage {
    return this.#pending.at(-1)?.image ?? this.#committedImage;
  }

  /** Monotonic time of the last append in milliseconds. */
  get lastWriteMs(): number {
    return this.#lastWriteMs;
  }

  /**
   * Runs `operation` and writes what it decides. Resolves to its response when the records, and all those before them,
   * are committed.
   *
   * @throws {ApiError} What the operation threw; NOT_CONTROLLER when this node is not active or ceases to be before the
   * records are committed; POLICY_VIOLATION for too many records; UNKNOWN_SERVER_ERROR for a fault.
   */
  async write<R>(operation: (state: ControllerState) => Decision<R>): Promise<R> {
    return (await this.writeAt(operation)).response;
  }

  /** {@linkcode write} that tells the offset after the last record as well; null where there was none. */
  async writeAt<R>(
    operation: (state: ControllerState) => Decision<R>,
  ): Promise<{ readonly response: R; readonly endOffset: number | null }> {
    const { decision, endOffset } = this.#run(operation);
    await this.#responses.committed(this.#lastAppendedOffset, this.#committedOffset);
    return { response: decision.response, endOffset };
  }

  committed(batch: CommittedBatch): void {
    if (this.#epoch !== null) this.#commitOwn(batch);
    else this.#load(() => this.#loader.batch(batch));
    this.#committedOffset = batch.lastOffset;
    this.#responses.commit(batch.lastOffset);
    this.#options.onCommit(this.#committedImage);
  }

  snapshot(snapshot: LoadedSnapshot): void {
    this.#load(() => this.#loader.snapshot(snapshot));
    this.#committedOffset = snapshot.endOffset - 1;
    this.#options.onCommit(this.#committedImage);
  }

  leaderChanged({ leaderId, epoch }: LeaderAndEpoch): void {
    if (this.#epoch !== null) {
      if (leaderId === this.#options.log.nodeId && epoch === this.#epoch) return;
      this.#renounce();
    }
    if (leaderId === this.#options.log.nodeId) this.#claim(epoch);
  }

  /** Fails everything under way; the node goes on as a standby. */
  stop(): void {
    if (this.#epoch !== null) this.#renounce();
  }

  #claim(epoch: number): void {
    const { log, bootstrapRecords, onActivation } = this.#options;
    this.#epoch = epoch;
    this.#lastAppendedOffset = log.endOffset - 1;
    try {
      const { sawRecords, inTransaction, image } = this.#loader;
      const records = activationRecords(
        { sawRecords, inTransaction, image },
        bootstrapRecords,
        this.#options.settings,
      );
      if (records.length > 0) this.#append(epoch, records, true);
      onActivation(this.pendingImage);
    } catch (error) {
      this.#fail(error);
    }
  }

  #renounce(): void {
    this.#epoch = null;
    this.#pending = [];
    this.#loader = new ImageLoader(this.#committedImage, this.#sawRecords);
    this.#responses.fail(() => this.#notController());
    this.#options.onResignation();
  }

  #run<R>(operation: (state: ControllerState) => Decision<R>) {
    const epoch = this.#epoch;
    if (epoch === null) throw this.#notController();
    let decision: Decision<R>;
    try {
      decision = operation(this.#state());
      if (decision.atomic && decision.records.length > MOST_RECORDS) {
        throw new ApiError(
          Errors.POLICY_VIOLATION,
          "Unable to perform excessively large batch operation.",
        );
      }
    } catch (error) {
      if (error instanceof ApiError) throw error;
      // Nothing was touched: a fault costs this request, not the leadership.
      this.#options.onFault(error);
      throw new ApiError(Errors.UNKNOWN_SERVER_ERROR);
    }
    if (decision.records.length === 0) return { decision, endOffset: null };
    try {
      this.#append(epoch, decision.records, decision.atomic);
    } catch (error) {
      this.#fail(error);
      if (error instanceof NotLeaderError) throw this.#notController();
      throw new ApiError(Errors.UNKNOWN_SERVER_ERROR);
    }
    return { decision, endOffset: this.#lastAppendedOffset + 1 };
  }

  #state(): ControllerState {
    const { clock, log, random, settings } = this.#options;
    return {
      image: this.pendingImage,
      nextOffset: log.endOffset,
      nowMs: clock.now(),
      monotonicMs: clock.monotonic(),
      settings,
      random,
    };
  }

  #append(epoch: number, records: readonly MetadataRecord[], atomic: boolean): void {
    const { clock, log } = this.#options;
    const size = atomic ? records.length : MOST_RECORDS;
    for (let start = 0; start < records.length; start += size) {
      const batch = records.slice(start, start + size);
      const baseOffset = log.endOffset;
      // Replayed first: records that contradict the state must not reach the log.
      const builder = new ImageBuilder(this.pendingImage);
      batch.forEach((record, index) => builder.replay(record, baseOffset + index));
      const lastOffset = baseOffset + batch.length - 1;
      const { after } = builder.build({ offset: lastOffset, epoch, timestampMs: clock.now() });
      const appended = log.append(epoch, batch);
      if (appended !== lastOffset) throw new Error(`Appended at ${appended}, not ${lastOffset}`);
      this.#pending.push({ lastOffset, image: after });
      this.#lastAppendedOffset = lastOffset;
    }
    this.#lastWriteMs = clock.monotonic();
  }

  /** Everything that is committed while this node is active was written by it and is in the pending images. */
  #commitOwn({ lastOffset, records }: CommittedBatch): void {
    if (records.length > 0) this.#sawRecords = true;
    let count = 0;
    while (count < this.#pending.length && this.#pending[count].lastOffset <= lastOffset) count++;
    if (count === 0) return;
    this.#committedImage = this.#pending[count - 1].image;
    this.#pending.splice(0, count);
  }

  #load(load: () => unknown): void {
    load();
    this.#committedImage = this.#loader.image;
    this.#sawRecords = this.#loader.sawRecords;
  }

  #fail(error: unknown): void {
    const { log, onFault } = this.#options;
    const epoch = this.#epoch;
    if (epoch === null) return;
    this.#renounce();
    if (error instanceof NotLeaderError) return;
    onFault(error);
    log.resign(epoch);
  }

  #notController(): ApiError {
    const { log } = this.#options;
    const { leaderId } = log.leaderAndEpoch();
    const message = leaderId === null || leaderId === log.nodeId
      ? "No controller appears to be active."
      : `The active controller appears to be node ${leaderId}.`;
    return new ApiError(Errors.NOT_CONTROLLER, message);
  }
}
