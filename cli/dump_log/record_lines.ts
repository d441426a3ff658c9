/** Lines for the records of a batch. */
import * as header from "../../protocol/records/batch_header.ts";
import { readLegacyRecords } from "../../protocol/records/legacy_reader.ts";
import type { LogRecord } from "../../protocol/records/record.ts";
import { RecordCursor } from "../../protocol/records/record_cursor.ts";
import { currentRecord } from "../../protocol/records/record_reader.ts";
import { timestampTypeName } from "./batch_line.ts";
import { controlText } from "./control_text.ts";
import type { DumpOptions } from "./dump_context.ts";
import { legacyChecksums } from "./legacy_checksums.ts";

export interface RecordLine {
  readonly offset: bigint;
  readonly text: string;
}

/** @throws {RecordError} If a record is malformed. */
export function* recordLines(
  bytes: Uint8Array,
  at: number,
  size: number,
  options: DumpOptions,
): Generator<RecordLine> {
  const time = timestampTypeName(bytes, at);
  if (header.magic(bytes, at) < 2) {
    const records = readLegacyRecords(bytes, at, size);
    const checksums = legacyChecksums(bytes, at, size);
    for (const [i, record] of records.entries()) {
      const { crc, isValid } = checksums[i];
      yield lineOf(record, time, `isValid: ${isValid} crc: ${crc}`, false, options);
    }
    return;
  }
  const isControl = header.isControlBatch(bytes, at);
  const baseSequence = header.baseSequence(bytes, at);
  const cursor = new RecordCursor(bytes, at);
  while (cursor.next()) {
    const record = currentRecord(cursor);
    const sequence = baseSequence < 0
      ? header.NO_SEQUENCE
      : header.sequenceAfter(baseSequence, cursor.offsetDelta);
    const keys = record.headers.map(({ key }) => key).join(",");
    yield lineOf(record, time, `sequence: ${sequence} headerKeys: [${keys}]`, isControl, options);
  }
}

function lineOf(
  record: LogRecord,
  time: string,
  details: string,
  isControl: boolean,
  { skipsRecordMetadata, parse }: DumpOptions,
): RecordLine {
  const { offset, timestamp, key, value } = record;
  const parts: string[] = [];
  if (!skipsRecordMetadata) {
    parts.push(
      `offset: ${offset} ${time}: ${timestamp}`,
      `keySize: ${key?.length ?? -1} valueSize: ${value?.length ?? -1} ${details}`,
    );
    if (isControl) parts.push(controlText(key, value));
  }
  if (parse !== null && !isControl) {
    const text = parse(record);
    if (text.key !== null) parts.push(`key: ${text.key}`);
    if (text.payload !== null) parts.push(`payload: ${text.payload}`);
  }
  return { offset, text: parts.length === 0 ? "" : `| ${parts.join(" ")}` };
}
