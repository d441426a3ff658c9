/** Bytes as text, by the names of Kafka's decoder classes. */
import { OptionError } from "../options/option_error.ts";

export type Decode = (bytes: Uint8Array) => string;

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

const DECODERS: Readonly<Record<string, Decode>> = {
  StringDecoder: (bytes) => UTF8.decode(bytes),
  LongDecoder: (bytes) => String(view(bytes, 8).getBigInt64(0)),
  IntegerDecoder: (bytes) => String(view(bytes, 4).getInt32(0)),
  // Java would print the identity of the array, which helps nobody.
  DefaultDecoder: (bytes) =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""),
};

/**
 * @param className with its package of today or of Kafka 3, or without; StringDecoder if not given
 * @throws {OptionError} For any other class.
 */
export function decoderOf(className = "StringDecoder"): Decode {
  const name = className.replace(/^(?:org\.apache\.kafka\.tools\.api|kafka\.serializer)\./, "");
  if (Object.hasOwn(DECODERS, name)) return DECODERS[name];
  throw new OptionError(`Failed to load decoder class ${className}`);
}

/** Longer ones are read from their start. */
function view(bytes: Uint8Array, size: number): DataView {
  if (bytes.length < size) throw new OptionError(`${bytes.length} bytes where ${size} are decoded`);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
