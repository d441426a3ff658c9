/** Records of the metadata log and of `__remote_log_metadata` as JSON. */
import type { Message } from "../../protocol/codec/message.ts";
import { decodeMetadataRecord, METADATA_RECORDS } from "../../protocol/data/metadata_framing.ts";
import * as storage from "../../protocol/data/storage_records.ts";
import { TypedRecords } from "../../protocol/data/typed_records.ts";
import type { LogRecord } from "../../protocol/records/record.ts";
import { failureText } from "../failure_text.ts";
import { messageJson } from "../message_json.ts";
import type { MessageText } from "./message_text.ts";

const REMOTE_LOG_RECORDS = {
  RemoteLogSegmentMetadataRecord: storage.RemoteLogSegmentMetadataRecord,
  RemoteLogSegmentMetadataUpdateRecord: storage.RemoteLogSegmentMetadataUpdateRecord,
  RemotePartitionDeleteMetadataRecord: storage.RemotePartitionDeleteMetadataRecord,
  RemoteLogSegmentMetadataSnapshotRecord: storage.RemoteLogSegmentMetadataSnapshotRecord,
};

const REMOTE_LOG = new TypedRecords(REMOTE_LOG_RECORDS);

interface TypedRecord {
  readonly type: string;
  readonly version: number;
  readonly value: unknown;
}

export function clusterMetadata(record: LogRecord): MessageText {
  return parse(record, METADATA_RECORDS, decodeMetadataRecord);
}

export function remoteLogMetadata(record: LogRecord): MessageText {
  return parse(record, REMOTE_LOG_RECORDS, (bytes) => REMOTE_LOG.decode(bytes));
}

/** What can't be decoded is told in place of the record: whoever looks into a log wants to see the rest too. */
function parse(
  { offset, value }: LogRecord,
  declarations: Readonly<Record<string, Message<any>>>,
  decode: (bytes: Uint8Array) => TypedRecord,
): MessageText {
  try {
    const record = decode(value ?? new Uint8Array(0));
    const { fields } = declarations[record.type];
    const data = messageJson(fields, record.value, record.version);
    const type = upperSnakeCase(record.type);
    return {
      key: null,
      payload: `{"type":"${type}","version":${record.version},"data":${data}}`,
    };
  } catch (error) {
    return { key: null, payload: `Error at ${offset}, skipping. ${failureText(error)}` };
  }
}

/** `RegisterBrokerRecord` becomes `REGISTER_BROKER_RECORD`. */
function upperSnakeCase(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
}
