/** Records of `__share_group_state` as values of one tagged union, and as bytes. */
import type { EncodableMessage } from "../codec/message.ts";
import * as shareState from "./share_state_records.ts";
import {
  type KeyedRecord,
  KeyedRecords,
  type RecordBytes,
  type RecordKey,
} from "./keyed_records.ts";

/** Declarations by the record's name. */
export const SHARE_STATE_RECORDS = {
  ShareSnapshot: { key: shareState.ShareSnapshotKey, value: shareState.ShareSnapshotValue },
  ShareUpdate: { key: shareState.ShareUpdateKey, value: shareState.ShareUpdateValue },
};

const RECORDS = new KeyedRecords(SHARE_STATE_RECORDS);

type Declarations = typeof SHARE_STATE_RECORDS;
export type ShareStateRecordType = keyof Declarations;
/** `{ type, key, version, value }`; `value` is null for a tombstone. */
export type ShareStateRecord = KeyedRecord<Declarations>;
/** `{ type, key }`. */
export type ShareStateRecordKey = RecordKey<Declarations>;

/** A record to be written, with the defaults of fields left out filled in. */
export function shareStateRecord<Type extends ShareStateRecordType>(
  type: Type,
  key: EncodableMessage<Declarations[Type]["key"]>,
  version: number,
  value: EncodableMessage<Declarations[Type]["value"]>,
): ShareStateRecord & { readonly type: Type } {
  return RECORDS.create(type, key, version, value);
}

/** A record that deletes `key`. */
export function shareStateTombstone<Type extends ShareStateRecordType>(
  type: Type,
  key: EncodableMessage<Declarations[Type]["key"]>,
): ShareStateRecord & { readonly type: Type } {
  return RECORDS.tombstone(type, key);
}

/** @throws {EncodeError} When the version has no place for a value. */
export function encodeShareStateRecord(record: ShareStateRecord): RecordBytes {
  return RECORDS.encode(record);
}

/**
 * Byte fields are views of the arguments.
 *
 * @throws {UnknownTypeError} On a type or version that is not known (Kafka skips records of unknown type).
 * @throws {DecodeError} When the bytes are no such record.
 */
export function decodeShareStateRecord(
  key: Uint8Array,
  value: Uint8Array | null,
): ShareStateRecord {
  return RECORDS.decode(key, value);
}

/** The key alone; throws as {@linkcode decodeShareStateRecord}. */
export function decodeShareStateKey(key: Uint8Array): ShareStateRecordKey {
  return RECORDS.decodeKey(key);
}
