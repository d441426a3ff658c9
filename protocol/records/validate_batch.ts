/** The checks that a batch must pass before anything in it is believed. */
import { computeCrc, crc, HEADER_BYTES, LOG_OVERHEAD_BYTES, magic } from "./batch_header.ts";
import { CorruptRecordError } from "./errors.ts";
import { computeLegacyCrc, legacyCrc, MIN_MESSAGE_BYTES_V0 } from "./legacy_message.ts";

/**
 * Checks size and checksum of the batch of `size` bytes at `position`, of any magic.
 *
 * @throws {CorruptRecordError} If it is too small for its magic, or its checksum is another than it says.
 */
export function validateBatch(bytes: Uint8Array, position: number, size: number): void {
  const legacy = magic(bytes, position) < 2;
  const smallest = legacy ? LOG_OVERHEAD_BYTES + MIN_MESSAGE_BYTES_V0 : HEADER_BYTES;
  if (size < smallest) {
    throw new CorruptRecordError(`A batch of ${size} bytes, the smallest has ${smallest}`, {
      position,
    });
  }
  const stored = legacy ? legacyCrc(bytes, position) : crc(bytes, position);
  const computed = legacy
    ? computeLegacyCrc(bytes, position, size)
    : computeCrc(bytes, position, size);
  if (stored !== computed) {
    throw new CorruptRecordError(`The batch says CRC ${stored}, its bytes have ${computed}`, {
      position,
    });
  }
}
