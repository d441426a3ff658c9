/** Where the console consumer's records come from. */
import type { ConsumerRecord } from "../../client/fetched_partition.ts";

/** Offsets by topic and partition. */
export type OffsetsByPartition = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

export interface RecordSource {
  /**
   * Records, as soon as there are some; none after `timeoutMs` or once `until` says true.
   *
   * @throws {ApiError}
   */
  poll(timeoutMs: number, until: () => boolean): Promise<readonly ConsumerRecord[]>;
  /** Lets a poll look at its `until`. */
  wakeUp(): void;
  /** Leaves; `next` are the offsets behind what was printed. */
  close(next: OffsetsByPartition): Promise<void>;
}
