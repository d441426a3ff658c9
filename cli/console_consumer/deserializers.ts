/** What Kafka's deserializers make of bytes, as text. */
import { formatDouble, formatFloat } from "./java_numbers.ts";

/**
 * @returns The value's text, or bytes that are printed as they are.
 * @throws {DeserializationError}
 */
export type Deserialize = (bytes: Uint8Array) => string | Uint8Array;

/** The bytes are not what the deserializer takes. */
export class DeserializationError extends Error {
  override name = "DeserializationError";
}

const PACKAGE = "org.apache.kafka.common.serialization.";

/**
 * @param className with or without its package
 * @param encoding of strings; UTF-8 if not given
 * @returns null for a class that is not known here.
 */
export function deserializerOf(className: string, encoding = "utf-8"): Deserialize | null {
  const name = className.startsWith(PACKAGE) ? className.slice(PACKAGE.length) : className;
  if (name === "StringDeserializer") {
    const decoder = new TextDecoder(encoding, { ignoreBOM: true });
    return (bytes) => decoder.decode(bytes);
  }
  return Object.hasOwn(DESERIALIZERS, name) ? DESERIALIZERS[name] : null;
}

const DESERIALIZERS: Readonly<Record<string, Deserialize>> = {
  IntegerDeserializer: (bytes) => String(view(bytes, 4, "IntegerDeserializer").getInt32(0)),
  LongDeserializer: (bytes) => String(view(bytes, 8, "LongDeserializer").getBigInt64(0)),
  ShortDeserializer: (bytes) => String(view(bytes, 2, "ShortDeserializer").getInt16(0)),
  FloatDeserializer: (bytes) => formatFloat(view(bytes, 4, "Deserializer").getFloat32(0)),
  DoubleDeserializer: (bytes) => formatDouble(view(bytes, 8, "Deserializer").getFloat64(0)),
  BooleanDeserializer: (bytes) => {
    const byte = view(bytes, 1, "BooleanDeserializer").getUint8(0);
    if (byte > 1) {
      throw new DeserializationError(`Unexpected byte received by BooleanDeserializer: ${byte}`);
    }
    return String(byte === 1);
  },
  UUIDDeserializer: (bytes) => {
    const text = new TextDecoder().decode(bytes).toLowerCase();
    if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text)) return text;
    throw new DeserializationError("Error parsing data into UUID");
  },
  BytesDeserializer: printable,
  // Java would print the identity of the array, which helps nobody.
  ByteArrayDeserializer: (bytes) => bytes,
  ByteBufferDeserializer: ({ length }) =>
    `java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]`,
  VoidDeserializer: () => {
    throw new DeserializationError("Data should be null for a VoidDeserializer.");
  },
};

function view(bytes: Uint8Array, size: number, name: string): DataView {
  if (bytes.length !== size) {
    throw new DeserializationError(`Size of data received by ${name} is not ${size}`);
  }
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** ASCII as it is, everything else as `\xNN`. */
function printable(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    const plain = byte >= 0x20 && byte <= 0x7e && byte !== 0x5c;
    text += plain
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return text;
}
