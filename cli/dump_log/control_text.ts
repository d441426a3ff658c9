/** What a control record says. */
import type { Fields } from "../../protocol/codec/field.ts";
import type { Message } from "../../protocol/codec/message.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import {
  KRaftVersionRecord,
  LeaderChangeMessage,
  SnapshotFooterRecord,
  SnapshotHeaderRecord,
  VotersRecord,
} from "../../protocol/data/control_records.ts";
import { readKnown } from "../../protocol/data/framing.ts";
import {
  parseControlRecordType,
  parseEndTransactionMarker,
} from "../../protocol/records/control_record.ts";
import { readInt16 } from "../../protocol/records/int.ts";
import { messageJson } from "../message_json.ts";

/**
 * @throws {InvalidRecordError} If key or value are none of a control record.
 * @throws {DecodeError} If the value is not what its type says.
 */
export function controlText(key: Uint8Array | null, value: Uint8Array | null): string {
  const type = parseControlRecordType(key);
  switch (type) {
    case "ABORT":
    case "COMMIT": {
      const { coordinatorEpoch } = parseEndTransactionMarker(key, value);
      return `endTxnMarker: ${type} coordinatorEpoch: ${coordinatorEpoch}`;
    }
    case "LEADER_CHANGE":
      return `LeaderChange: ${json(LeaderChangeMessage, value)}`;
    case "SNAPSHOT_HEADER":
      return `SnapshotHeader ${json(SnapshotHeaderRecord, value)}`;
    case "SNAPSHOT_FOOTER":
      return `SnapshotFooter ${json(SnapshotFooterRecord, value)}`;
    case "KRAFT_VERSION":
      return `KRaftVersion ${json(KRaftVersionRecord, value)}`;
    case "KRAFT_VOTERS":
      return `KRaftVoters ${json(VotersRecord, value)}`;
    case "UNKNOWN":
      return `controlType: UNKNOWN(${readInt16(key!, 2)})`;
  }
}

/** The version stands in the value's first field, which belongs to the message. */
function json<F extends Fields>(message: Message<F>, value: Uint8Array | null): string {
  if (value === null) return "null";
  const version = new Reader(value).int16();
  return messageJson(
    message.fields,
    readKnown(message, new Reader(value), version),
    version,
  );
}
