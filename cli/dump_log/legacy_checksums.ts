/** Checksums of the single messages of magic 0 and 1, those in a compressed message among them. */
import { codecId } from "../../protocol/records/attributes.ts";
import { BatchIterator } from "../../protocol/records/batch_iterator.ts";
import { magic } from "../../protocol/records/batch_header.ts";
import { codecById } from "../../protocol/records/compression/codec.ts";
import { readInt32 } from "../../protocol/records/int.ts";
import {
  legacyAttributes,
  legacyCrc,
  legacyKeyPosition,
} from "../../protocol/records/legacy_message.ts";
import { DEFAULT_MAX_DECOMPRESSED_BYTES } from "../../protocol/records/record.ts";
import { isValid } from "./batch_line.ts";

export interface MessageChecksum {
  readonly crc: number;
  readonly isValid: boolean;
}

/** In the order of the messages. The entry at `at` was read as records before, so it is known to be sound. */
export function legacyChecksums(bytes: Uint8Array, at: number, size: number): MessageChecksum[] {
  const codec = codecById(codecId(legacyAttributes(bytes, at)));
  if (codec.id === 0) return [checksum(bytes, at, size)];
  const valueAt = skipField(bytes, legacyKeyPosition(bytes, at));
  const inner = codec.decompress(bytes.subarray(valueAt + 4, skipField(bytes, valueAt)), {
    maxBytes: DEFAULT_MAX_DECOMPRESSED_BYTES,
    magic: magic(bytes, at),
  });
  const checksums: MessageChecksum[] = [];
  const messages = new BatchIterator(inner, 0, inner.length, "file");
  while (messages.next()) checksums.push(checksum(inner, messages.position, messages.size));
  return checksums;
}

function checksum(bytes: Uint8Array, at: number, size: number): MessageChecksum {
  return { crc: legacyCrc(bytes, at), isValid: isValid(bytes, at, size) };
}

function skipField(bytes: Uint8Array, at: number): number {
  return at + 4 + Math.max(0, readInt32(bytes, at));
}
