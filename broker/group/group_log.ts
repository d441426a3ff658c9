/** One partition of `__consumer_offsets` as the group coordinator writes to it. */
import { ApiError, Errors } from "../../protocol/errors.ts";
import { BatchBuilder } from "../../protocol/records/batch_builder.ts";
import type { CompressionName } from "../../protocol/records/compression/codec.ts";
import type { Clock } from "../../runtime/runtime.ts";
import type { Expirations } from "../expirations.ts";
import type { Partition } from "../partition/partition.ts";
import type { GroupLogRecord } from "./group_records.ts";

/** What a group's state is written to; a fake one in tests. */
export interface GroupLog {
  /**
   * Writes the records as one batch. Resolves, when they are committed or can't be, with an error code as clients of the
   * group coordinator know it.
   *
   * @param ended Called once, before that: whether the records are committed. After a timeout it is called later than the
   * answer, for the records may be committed all the same.
   */
  append(records: readonly GroupLogRecord[], ended?: (committed: boolean) => void): Promise<number>;
}

export class PartitionGroupLog implements GroupLog {
  constructor(
    readonly partition: Partition,
    readonly clock: Clock,
    readonly expirations: Expirations,
    readonly options: { readonly timeoutMs: number; readonly compression: CompressionName },
  ) {}

  append(
    records: readonly GroupLogRecord[],
    ended: (committed: boolean) => void = () => {},
  ): Promise<number> {
    const builder = new BatchBuilder({ compression: this.options.compression });
    const timestamp = BigInt(this.clock.now());
    for (const { key, value } of records) builder.append({ timestamp, key, value });
    let lastOffset: number;
    try {
      ({ lastOffset } = this.partition.append(builder.build(), { origin: "coordinator" }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      ended(false);
      return Promise.resolve(coordinatorError(error.code));
    }
    return new Promise((resolve) => {
      let settled = false;
      let cancelExpiry: (() => void) | null = null;
      this.partition.whenCommitted(lastOffset, (errorCode) => {
        settled = true;
        cancelExpiry?.();
        ended(errorCode === Errors.NONE);
        resolve(coordinatorError(errorCode));
      });
      if (settled) return;
      cancelExpiry = this.expirations.add(
        this.options.timeoutMs,
        () => resolve(coordinatorError(Errors.REQUEST_TIMED_OUT)),
      );
    });
  }
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
