/** Records framed as the metadata log and `__remote_log_metadata` do: frame version, type and version as varints. */
import { complete } from "../codec/complete.ts";
import { DecodeError } from "../codec/errors.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../codec/message.ts";
import { Reader } from "../codec/reader.ts";
import { Writer } from "../codec/writer.ts";
import { readKnown, UnknownTypeError } from "./framing.ts";

const FRAME_VERSION = 1;

/** Declarations by name; each has its type number as key. */
export type RecordDeclarations = { readonly [name: string]: Message<any> };

/** A record as one of the types of `R`: its name tells the type of its value. */
export type TypedRecord<R extends RecordDeclarations> = {
  [Name in keyof R & string]: {
    readonly type: Name;
    readonly version: number;
    readonly value: DecodedMessage<R[Name]>;
  };
}[keyof R & string];

/** Encodes and decodes the records of one log. */
export class TypedRecords<R extends RecordDeclarations> {
  readonly #byType: ReadonlyMap<number, Message<any>>;

  constructor(readonly declarations: R) {
    this.#byType = new Map(Object.values(declarations).map((message) => [message.key, message]));
  }

  /** A record with the defaults filled in: what reading it back would give. */
  create<Name extends keyof R & string>(
    type: Name,
    version: number,
    value: EncodableMessage<R[Name]>,
  ): TypedRecord<R> & { readonly type: Name } {
    return { type, version, value: complete(this.declarations[type].fields, value) } as any;
  }

  /** @throws {EncodeError} When the version has no place for a value. */
  encode(record: TypedRecord<R>): Uint8Array {
    const message = this.declarations[record.type];
    const writer = new Writer();
    writer.uvarint(FRAME_VERSION);
    writer.uvarint(message.key);
    writer.uvarint(record.version);
    message.write(writer, record.value, record.version);
    return writer.toBytes();
  }

  /**
   * Byte fields of the value are views of `bytes`.
   *
   * @throws {UnknownTypeError} On a frame version, type or version that is not known.
   * @throws {DecodeError} When the bytes are no record, or more follow it.
   */
  decode(bytes: Uint8Array): TypedRecord<R> {
    const reader = new Reader(bytes);
    const frameVersion = reader.uvarint();
    if (frameVersion !== FRAME_VERSION) {
      throw new UnknownTypeError(`Unknown frame version ${frameVersion}`, 0);
    }
    const at = reader.position;
    const type = reader.uvarint();
    const message = this.#byType.get(type);
    if (message === undefined) throw new UnknownTypeError(`Unknown record type ${type}`, at);
    const version = reader.uvarint();
    const value = readKnown(message, reader, version);
    if (reader.remaining > 0) {
      throw new DecodeError(`${reader.remaining} bytes after a ${message.name}`, reader.position);
    }
    return { type: message.name, version, value } as TypedRecord<R>;
  }
}
