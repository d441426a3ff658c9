/** The checks that each record of a batch must pass before a leader appends it (storage spec 3.2, 3.4). */
import { Errors } from "../protocol/errors.ts";
import * as header from "../protocol/records/batch_header.ts";
import type { RecordCursor } from "../protocol/records/record_cursor.ts";
import { LogAppendError } from "./errors.ts";
import type { LogConfig, RecordError } from "./types.ts";

export class RecordChecks {
  /** Largest timestamp of the records seen, -1 before the first. */
  maxTimestampMs = -1;
  readonly #baseTimestampMs: number;
  /** Set where all records have the batch's max timestamp. */
  readonly #sharedTimestampMs: number | null;
  readonly #oldestMs: number;
  readonly #newestMs: number;
  readonly #logAppendTime: boolean;
  readonly #needsKey: boolean;
  readonly #errors: RecordError[] = [];
  #wrongTimestamp = false;

  constructor(batch: Uint8Array, config: LogConfig, nowMs: number) {
    this.#baseTimestampMs = header.baseTimestampAsNumber(batch, 0);
    this.#sharedTimestampMs = header.batchTimestampType(batch, 0) === "LogAppendTime"
      ? header.maxTimestampAsNumber(batch, 0)
      : null;
    this.#oldestMs = nowMs - config.messageTimestampBeforeMaxMs;
    this.#newestMs = nowMs + config.messageTimestampAfterMaxMs;
    this.#logAppendTime = config.messageTimestampType === "LogAppendTime";
    this.#needsKey = config.cleanupPolicy.compact;
  }

  /** Checks the record that `cursor` stands on. */
  record(cursor: RecordCursor): void {
    const timestampMs = this.#sharedTimestampMs ??
      this.#baseTimestampMs + cursor.timestampDeltaAsNumber;
    if (timestampMs > this.maxTimestampMs) this.maxTimestampMs = timestampMs;
    if (this.#needsKey && cursor.keyLength < 0) {
      this.#refuse(cursor, "A record of a compacted topic needs a key");
      return;
    }
    if (this.#logAppendTime || this.#sharedTimestampMs !== null) {
      this.#checkTimestampType(cursor, timestampMs);
      if (this.#logAppendTime) return;
    }
    if (timestampMs === -1) return;
    if (timestampMs < this.#oldestMs || timestampMs > this.#newestMs) {
      this.#wrongTimestamp = true;
      this.#refuse(
        cursor,
        `Timestamp ${timestampMs} is not between ${this.#oldestMs} and ${this.#newestMs}`,
      );
    }
  }

  /** Nobody but the log may set the append time: only a topic of create time takes such a batch, as create time. */
  #checkTimestampType(cursor: RecordCursor, timestampMs: number): void {
    if (this.#sharedTimestampMs === null) return;
    if (!this.#logAppendTime && timestampMs !== -1) return;
    this.#wrongTimestamp = true;
    this.#refuse(cursor, "The batch claims to have its append time already");
  }

  #refuse(cursor: RecordCursor, message: string): void {
    this.#errors.push({ batchIndex: cursor.index, message });
  }

  /** @throws {LogAppendError} If any record was refused: INVALID_TIMESTAMP or INVALID_RECORD. */
  throwIfRefused(): void {
    if (this.#errors.length === 0) return;
    throw new LogAppendError(
      this.#wrongTimestamp ? Errors.INVALID_TIMESTAMP : Errors.INVALID_RECORD,
      "One or more records have been rejected",
      this.#errors,
    );
  }
}
