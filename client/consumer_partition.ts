/** Where a consumer stands in one partition. */
import type { FetchedPartition } from "./fetched_partition.ts";
import type { TopicPartition } from "./topic_partition.ts";

export class ConsumerPartition implements TopicPartition {
  /** Offset of the next record to hand out; null while it is looked up. */
  position: bigint | null = null;
  /** Leader epoch of the record before it; -1 if that is not known. */
  positionEpoch = -1;
  /** Which end of the log to go to while `position` is null; null: what the settings say. */
  goTo: "earliest" | "latest" | null = null;
  /** A look-up of the position is under way. */
  lookingUp = false;
  paused = false;
  /** Records that came and were not handed out yet. */
  fetched: FetchedPartition | null = null;
  /** Raised by every seek: answers to earlier questions are then out of date. */
  seeks = 0;
  /** Not fetched before this moment of the monotonic clock. */
  retryAtMs = 0;
  /** A replica that the leader named as closer, and until when that holds; -1 for none. */
  preferredReplica = -1;
  preferredUntilMs = 0;
  /** From the last answer; -1 when unknown. */
  highWatermark = -1n;
  lastStableOffset = -1n;
  logStartOffset = -1n;

  constructor(readonly topic: string, readonly partition: number) {}

  seek(position: bigint | null, goTo: "earliest" | "latest" | null, positionEpoch = -1): void {
    this.position = position;
    this.positionEpoch = positionEpoch;
    this.goTo = goTo;
    this.fetched = null;
    this.seeks++;
  }
}
