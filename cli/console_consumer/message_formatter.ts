/** A record as a line of text, as Kafka's `DefaultMessageFormatter` prints it. */
import type { Properties } from "../../config/properties_file.ts";
import type { TimestampType } from "../../protocol/records/attributes.ts";
import { type Deserialize, deserializerOf } from "./deserializers.ts";

/** What the formatters print of a record. */
export interface PrintedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: bigint;
  /** Null for none: records of the oldest format. */
  readonly timestampType: TimestampType | null;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly { readonly key: string; readonly value: Uint8Array | null }[];
  /** How often it was handed out; only share groups count. */
  readonly deliveryCount?: number;
}

/** @throws {DeserializationError} */
export type FormatMessage = (record: PrintedRecord) => readonly Uint8Array[];

const encoder = new TextEncoder();

/**
 * A formatter from its properties (`print.key`, `key.separator`, ...).
 *
 * @param unknownClass told of a deserializer that does not exist; the raw bytes are printed then.
 */
export function messageFormatter(
  properties: Properties,
  unknownClass: (className: string) => void,
): FormatMessage {
  const prints = (name: string, otherwise = "false") =>
    (properties.get(`print.${name}`) ?? otherwise).trim().toLowerCase() === "true";
  const bytesOf = (name: string, otherwise: string) =>
    encoder.encode(properties.get(name) ?? otherwise);
  const nullLiteral = bytesOf("null.literal", "null");
  const headersSeparator = bytesOf("headers.separator", ",");
  const keySeparator = bytesOf("key.separator", "\t");
  const lineSeparator = bytesOf("line.separator", "\n");
  const deserializer = (part: "key" | "value" | "headers"): Deserialize | null => {
    const className = properties.get(`${part}.deserializer`);
    if (className === undefined) return null;
    const found = deserializerOf(className, properties.get(`${part}.deserializer.encoding`));
    if (found === null) unknownClass(className);
    return found;
  };
  const printer = (deserialize: Deserialize | null) => (bytes: Uint8Array | null): Uint8Array => {
    const given = bytes ?? nullLiteral;
    const made = deserialize === null ? given : deserialize(given);
    return typeof made === "string" ? encoder.encode(made) : made;
  };
  const keyBytes = printer(deserializer("key"));
  const valueBytes = printer(deserializer("value"));
  const headerBytes = printer(deserializer("headers"));

  type Piece = (record: PrintedRecord) => readonly Uint8Array[];
  const text = (make: (record: PrintedRecord) => string): Piece => (record) => [
    encoder.encode(make(record)),
  ];
  const all: readonly [boolean, Piece][] = [
    [prints("timestamp"), text(timestampText)],
    [prints("partition"), text(({ partition }) => `Partition:${partition}`)],
    [prints("offset"), text(({ offset }) => `Offset:${offset}`)],
    [
      prints("delivery"),
      text(({ deliveryCount = "NOT_PRESENT" }) => `Delivery:${deliveryCount}`),
    ],
    // Kafka's console consumer does not hand it to its formatter.
    [prints("epoch"), text(() => "Epoch:NOT_PRESENT")],
    [prints("headers"), ({ headers }) => {
      if (headers.length === 0) return [encoder.encode("NO_HEADERS")];
      return headers.flatMap(({ key, value }, i) => [
        ...i > 0 ? [headersSeparator] : [],
        encoder.encode(`${key}:`),
        headerBytes(value),
      ]);
    }],
    [prints("key"), ({ key }) => [keyBytes(key)]],
    [prints("value", "true"), ({ value }) => [valueBytes(value)]],
  ];
  const pieces = all.filter(([printed]) => printed).map(([, piece]) => piece);
  return (record) =>
    pieces.flatMap((piece, i) => [
      ...piece(record),
      i === pieces.length - 1 ? lineSeparator : keySeparator,
    ]);
}

function timestampText({ timestamp, timestampType }: PrintedRecord): string {
  return timestampType === null ? "NO_TIMESTAMP" : `${timestampType}:${timestamp}`;
}
