/** One partition of `__consumer_offsets` as the group coordinator uses it: writes batches, reads everything back. */
import { BatchBuilder } from "../../protocol/records/batch_builder.ts";
import { isControlBatch } from "../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import { lastOffsetAsNumber } from "../../protocol/records/batch_header.ts";
import { readRecords } from "../../protocol/records/record_reader.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { CompressionName } from "../../protocol/records/compression/codec.ts";
import type { Clock } from "../../runtime/runtime.ts";
import type { Expirations } from "../expirations.ts";
import type { Partition } from "../partition/partition.ts";
import type { GroupLogRecord } from "./group_records.ts";

const READ_BYTES = 1024 * 1024;

/** What a group's state is written to; a fake one in tests. */
export interface GroupLog {
  /**
   * Writes the records as one batch. Resolves, when they are committed or can't be, with an error code as clients of the
   * group coordinator know it.
   */
  append(records: readonly GroupLogRecord[]): Promise<number>;
}

export class PartitionGroupLog implements GroupLog {
  constructor(
    readonly partition: Partition,
    readonly clock: Clock,
    readonly expirations: Expirations,
    readonly options: { readonly timeoutMs: number; readonly compression: CompressionName },
  ) {}

  append(records: readonly GroupLogRecord[]): Promise<number> {
    const builder = new BatchBuilder({ compression: this.options.compression });
    const timestamp = BigInt(this.clock.now());
    for (const { key, value } of records) builder.append({ timestamp, key, value });
    let lastOffset: number;
    try {
      ({ lastOffset } = this.partition.append(builder.build(), { origin: "coordinator" }));
    } catch (error) {
      if (error instanceof ApiError) return Promise.resolve(coordinatorError(error.code));
      throw error;
    }
    return new Promise((resolve) => {
      let settled = false;
      const settle = (code: number) => {
        if (settled) return;
        settled = true;
        cancel();
        resolve(coordinatorError(code));
      };
      let cancel = () => {};
      const giveUp = this.partition.whenCommitted(lastOffset, settle);
      if (settled) return;
      cancel = this.expirations.add(this.options.timeoutMs, () => {
        giveUp();
        settle(Errors.REQUEST_TIMED_OUT);
      });
    });
  }

  /** Every record up to the log's end at the time of the call, in order; control batches are passed over. */
  async *readAll(): AsyncGenerator<{ key: Uint8Array | null; value: Uint8Array | null }> {
    const { log } = this.partition;
    const end = log.logEndOffset;
    let offset = log.logStartOffset;
    while (offset < end) {
      const { records } = await log.read(offset, READ_BYTES, "log-end", { minOneBatch: true });
      const before = offset;
      for (const position of batches(records)) {
        offset = lastOffsetAsNumber(records, position) + 1;
        if (!isControlBatch(records, position)) yield* readRecords(records, position);
      }
      if (offset === before) throw new ApiError(Errors.CORRUPT_MESSAGE);
    }
  }
}

function* batches(bytes: Uint8Array): Generator<number> {
  const iterator = new BatchIterator(bytes);
  while (iterator.next()) yield iterator.position;
}

/** Errors of the log as the clients of a coordinator are told of them. */
export function coordinatorError(code: number): number {
  switch (code) {
    case Errors.UNKNOWN_TOPIC_OR_PARTITION:
    case Errors.NOT_ENOUGH_REPLICAS:
    case Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    case Errors.REQUEST_TIMED_OUT:
      return Errors.COORDINATOR_NOT_AVAILABLE;
    case Errors.NOT_LEADER_OR_FOLLOWER:
    case Errors.KAFKA_STORAGE_ERROR:
      return Errors.NOT_COORDINATOR;
    case Errors.MESSAGE_TOO_LARGE:
    case Errors.RECORD_LIST_TOO_LARGE:
    case Errors.INVALID_FETCH_SIZE:
      return Errors.UNKNOWN_SERVER_ERROR;
    default:
      return code;
  }
}
