/**
 * Records framed as the coordinators' topics (`__consumer_offsets`, `__transaction_state`, `__share_group_state`) do: the
 * key is its type as int16 and a body, the value its version as int16 and a body, no value at all a tombstone.
 */
import { complete } from "../codec/complete.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../codec/message.ts";
import { Reader } from "../codec/reader.ts";
import {
  decodeVersioned,
  encodePrefixed,
  encodeVersioned,
  readKnown,
  UnknownTypeError,
} from "./framing.ts";

/** Keys have no versions of their own. */
const KEY_VERSION = 0;

/** Declarations of key and value by the record's name; the key's message has the type number. */
export interface KeyedDeclarations {
  readonly [name: string]: { readonly key: Message<any>; readonly value: Message<any> };
}

/** A key as one of the types of `R`. */
export type RecordKey<R extends KeyedDeclarations> = {
  [Name in keyof R & string]: { readonly type: Name; readonly key: DecodedMessage<R[Name]["key"]> };
}[keyof R & string];

/** A record as one of the types of `R`; `value` is null for a tombstone, whose `version` means nothing. */
export type KeyedRecord<R extends KeyedDeclarations> = {
  [Name in keyof R & string]: {
    readonly type: Name;
    readonly key: DecodedMessage<R[Name]["key"]>;
    readonly version: number;
    readonly value: DecodedMessage<R[Name]["value"]> | null;
  };
}[keyof R & string];

/** Key and value as a batch holds them. */
export interface RecordBytes {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

/** Encodes and decodes the records of one topic. */
export class KeyedRecords<R extends KeyedDeclarations> {
  readonly #nameByType: ReadonlyMap<number, keyof R & string>;

  constructor(readonly declarations: R) {
    const names = Object.keys(declarations) as (keyof R & string)[];
    this.#nameByType = new Map(names.map((name) => [declarations[name].key.key, name]));
  }

  /** A record with the defaults filled in: what reading it back would give. */
  create<Name extends keyof R & string>(
    type: Name,
    key: EncodableMessage<R[Name]["key"]>,
    version: number,
    value: EncodableMessage<R[Name]["value"]>,
  ): KeyedRecord<R> & { readonly type: Name } {
    const { key: keyMessage, value: valueMessage } = this.declarations[type];
    return {
      type,
      key: complete(keyMessage.fields, key),
      version,
      value: complete(valueMessage.fields, value),
    } as any;
  }

  /** A record that deletes `key`. */
  tombstone<Name extends keyof R & string>(
    type: Name,
    key: EncodableMessage<R[Name]["key"]>,
  ): KeyedRecord<R> & { readonly type: Name } {
    return {
      type,
      key: complete(this.declarations[type].key.fields, key),
      version: 0,
      value: null,
    } as any;
  }

  /** @throws {EncodeError} When the version has no place for a value. */
  encode(record: KeyedRecord<R>): RecordBytes {
    const { key, value } = this.declarations[record.type];
    return {
      key: encodePrefixed(key.key, key, record.key, KEY_VERSION),
      value: record.value === null ? null : encodeVersioned(value, record.value, record.version),
    };
  }

  /**
   * @throws {UnknownTypeError} When the topic has no record of this type; Kafka skips such records.
   * @throws {DecodeError} When the bytes are no key.
   */
  decodeKey(bytes: Uint8Array): RecordKey<R> {
    const reader = new Reader(bytes);
    const number = reader.int16();
    const type = this.#nameByType.get(number);
    if (type === undefined) throw new UnknownTypeError(`Unknown record type ${number}`, 0);
    const key = readKnown(this.declarations[type].key, reader, KEY_VERSION);
    return { type, key } as RecordKey<R>;
  }

  /**
   * Byte fields are views of the arguments.
   *
   * @throws {UnknownTypeError} As {@linkcode decodeKey}, and when the value's version is not known.
   * @throws {DecodeError} When the bytes are no key or no value.
   */
  decode(keyBytes: Uint8Array, valueBytes: Uint8Array | null): KeyedRecord<R> {
    const { type, key } = this.decodeKey(keyBytes);
    if (valueBytes === null) return { type, key, version: 0, value: null } as KeyedRecord<R>;
    const { version, value } = decodeVersioned(this.declarations[type].value, valueBytes);
    return { type, key, version, value } as KeyedRecord<R>;
  }
}
