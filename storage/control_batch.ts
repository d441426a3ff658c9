/** Transaction markers: what is in a control batch of a producer (storage spec 2.3). */
import * as header from "../protocol/records/batch_header.ts";
import {
  type EndTransactionMarker,
  parseControlRecordType,
  parseEndTransactionMarker,
} from "../protocol/records/control_record.ts";
import { RecordCursor } from "../protocol/records/record_cursor.ts";

export interface MarkerRecord extends EndTransactionMarker {
  readonly producerEpoch: number;
}

/**
 * The marker in the control batch at `position`, or null if it holds none: it was emptied by compaction, or is a
 * control record of another type.
 *
 * @throws {InvalidRecordError} If it is malformed.
 */
export function readMarker(bytes: Uint8Array, position: number): MarkerRecord | null {
  if (header.recordsCount(bytes, position) <= 0) return null;
  const record = new RecordCursor(bytes, position);
  if (!record.next()) return null;
  const key = record.key();
  const type = parseControlRecordType(key);
  if (type !== "ABORT" && type !== "COMMIT") return null;
  const marker = parseEndTransactionMarker(key, record.value());
  return { ...marker, producerEpoch: header.producerEpoch(bytes, position) };
}
