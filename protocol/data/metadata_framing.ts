/** Records of the metadata log as values of one tagged union, and as the bytes of a record's value (metadata-quorum 2.1). */
import type { EncodableMessage } from "../codec/message.ts";
import * as records from "./metadata_records.ts";
import { type TypedRecord, TypedRecords } from "./typed_records.ts";

/** Declarations by the record's name. */
export const METADATA_RECORDS = records;

const RECORDS = new TypedRecords(METADATA_RECORDS);

type Declarations = typeof METADATA_RECORDS;
export type MetadataRecordType = keyof Declarations;
/** `{ type: "TopicRecord", version: 0, value: { name, topicId } }` and so on. */
export type MetadataRecord = TypedRecord<Declarations>;

/** A record to be written, with the defaults of fields left out filled in. */
export function metadataRecord<Type extends MetadataRecordType>(
  type: Type,
  version: number,
  value: EncodableMessage<Declarations[Type]>,
): MetadataRecord & { readonly type: Type } {
  return RECORDS.create(type, version, value);
}

/** @throws {EncodeError} When the version has no place for a value. */
export function encodeMetadataRecord(record: MetadataRecord): Uint8Array {
  return RECORDS.encode(record);
}

/**
 * Byte fields are views of `bytes`.
 *
 * @throws {UnknownTypeError} On a frame version, type or version that is not known.
 * @throws {DecodeError} When the bytes are no record, or more follow it.
 */
export function decodeMetadataRecord(bytes: Uint8Array): MetadataRecord {
  return RECORDS.decode(bytes);
}
