/** Reads a partition of `__consumer_offsets` back into a shard (coordinator spec 6.3). */
import { UnknownTypeError } from "../../protocol/data/framing.ts";
import {
  decodeGroupKey,
  decodeGroupRecord,
  type GroupRecord,
} from "../../protocol/data/group_framing.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import * as header from "../../protocol/records/batch_header.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import { parseControlRecordType } from "../../protocol/records/control_record.ts";
import { readRecords } from "../../protocol/records/record_reader.ts";
import type { Clock } from "../../runtime/runtime.ts";
import type { PartitionLog } from "../../storage/partition_log.ts";
import { lastOffsetOf } from "../../storage/stored_batch.ts";
import type { GroupShard } from "./group_shard.ts";

const READ_BYTES = 1024 * 1024;

/**
 * Replays every record up to the log's end at the time of the call, in order.
 *
 * @throws {ApiError | DecodeError | RecordError} When the log can't be read, or holds what is no record of groups.
 */
export async function loadGroups(
  log: PartitionLog,
  shard: GroupShard,
  clock: Clock,
): Promise<void> {
  const end = log.logEndOffset;
  let offset = log.logStartOffset;
  while (offset < end) {
    const { records } = await log.read(offset, READ_BYTES, "log-end", { minOneBatch: true });
    const next = replayBatches(records, shard);
    if (next <= offset) throw new ApiError(Errors.CORRUPT_MESSAGE);
    offset = next;
    // Clients of other partitions go on being served.
    if (offset < end) await clock.sleep(0);
  }
}

/** Returns the offset after the last batch. */
function replayBatches(records: Uint8Array, shard: GroupShard): number {
  const batches = new BatchIterator(records);
  let next = -1;
  while (batches.next()) {
    const { position } = batches;
    next = lastOffsetOf(records, position) + 1;
    if (header.magic(records, position) < 2) {
      for (const { key, value } of readRecords(records, position)) replay(shard, key, value, null);
      continue;
    }
    const producerId = header.producerId(records, position);
    if (header.isControlBatch(records, position)) {
      const [marker] = readRecords(records, position);
      const type = marker === undefined ? "UNKNOWN" : parseControlRecordType(marker.key);
      if (type === "COMMIT" || type === "ABORT") {
        shard.endTransaction(producerId, type === "COMMIT");
      }
      continue;
    }
    const transaction = header.isTransactionalBatch(records, position) ? producerId : null;
    for (const { key, value } of readRecords(records, position)) {
      replay(shard, key, value, transaction);
    }
  }
  return next;
}

function replay(
  shard: GroupShard,
  key: Uint8Array | null,
  value: Uint8Array | null,
  producerId: bigint | null,
): void {
  const record = key === null ? null : decode(key, value);
  if (record !== null) shard.replay(record, producerId);
}

/** Records of a type that is not known here are passed over, as in Kafka: they are of later versions. */
function decode(key: Uint8Array, value: Uint8Array | null): GroupRecord | null {
  try {
    decodeGroupKey(key);
  } catch (error) {
    if (error instanceof UnknownTypeError) return null;
    throw error;
  }
  return decodeGroupRecord(key, value);
}
