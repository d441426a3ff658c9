/** Records of `__transaction_state` as values of one tagged union, and as bytes. */
import type { EncodableMessage } from "../codec/message.ts";
import * as transaction from "./transaction_records.ts";
import {
  type KeyedRecord,
  KeyedRecords,
  type RecordBytes,
  type RecordKey,
} from "./keyed_records.ts";

/** Declarations by the record's name. */
export const TRANSACTION_RECORDS = {
  TransactionLog: { key: transaction.TransactionLogKey, value: transaction.TransactionLogValue },
};

const RECORDS = new KeyedRecords(TRANSACTION_RECORDS);

type Declarations = typeof TRANSACTION_RECORDS;
export type TransactionRecordType = keyof Declarations;
/** `{ type, key, version, value }`; `value` is null for a tombstone. */
export type TransactionRecord = KeyedRecord<Declarations>;
/** `{ type, key }`. */
export type TransactionRecordKey = RecordKey<Declarations>;

/** A record to be written, with the defaults of fields left out filled in. */
export function transactionRecord<Type extends TransactionRecordType>(
  type: Type,
  key: EncodableMessage<Declarations[Type]["key"]>,
  version: number,
  value: EncodableMessage<Declarations[Type]["value"]>,
): TransactionRecord & { readonly type: Type } {
  return RECORDS.create(type, key, version, value);
}

/** A record that deletes `key`. */
export function transactionTombstone<Type extends TransactionRecordType>(
  type: Type,
  key: EncodableMessage<Declarations[Type]["key"]>,
): TransactionRecord & { readonly type: Type } {
  return RECORDS.tombstone(type, key);
}

/** @throws {EncodeError} When the version has no place for a value. */
export function encodeTransactionRecord(record: TransactionRecord): RecordBytes {
  return RECORDS.encode(record);
}

/**
 * Byte fields are views of the arguments.
 *
 * @throws {UnknownTypeError} On a type or version that is not known (Kafka skips records of unknown type).
 * @throws {DecodeError} When the bytes are no such record.
 */
export function decodeTransactionRecord(
  key: Uint8Array,
  value: Uint8Array | null,
): TransactionRecord {
  return RECORDS.decode(key, value);
}

/** The key alone; throws as {@linkcode decodeTransactionRecord}. */
export function decodeTransactionKey(key: Uint8Array): TransactionRecordKey {
  return RECORDS.decodeKey(key);
}
