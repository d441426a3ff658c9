/**
 * The quick look at the records of an uncompressed batch: nearly every batch is well formed, so one pass that makes no
 * objects and explains nothing is tried first. Where it says no, {@linkcode RecordChecks} finds out why.
 */

/** Varints of more bytes are left to the slow look: no client writes them into sound batches of a few megabytes. */
const LONGEST_VARINT_BYTES = 4;
/** Bytes of timestamp deltas that still fit 32 bits with their sign. */
const LONGEST_DELTA_BYTES = 4;

export class RecordWalk {
  /** Largest and smallest timestamp less the batch's base timestamp. */
  maxTimestampDelta = 0;
  minTimestampDelta = 0;
  /** Whether some record has no key. */
  hasNullKey = false;
  /** Whether offsets go up by one from the base offset. */
  isSequential = true;

  /** Walks over `count` records that must fill `bytes` from `start` to `end`. False: look again, slowly. */
  walk(bytes: Uint8Array, start: number, end: number, count: number): boolean {
    let max = -Infinity;
    let min = Infinity;
    let nullKey = false;
    let sequential = true;
    let at = start;
    for (let i = 0; i < count; i++) {
      // Length of the record. Reads beyond the end give undefined, which ends in a comparison that fails.
      let byte = bytes[at++];
      let length = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        if (shift >= 7 * LONGEST_VARINT_BYTES) return false;
        byte = bytes[at++];
        length |= (byte & 0x7f) << shift;
      }
      if ((length & 1) !== 0) return false;
      const recordEnd = at + (length >>> 1);
      if (!(recordEnd <= end)) return false;
      at++; // attributes
      byte = bytes[at++];
      let delta = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        if (shift >= 7 * LONGEST_DELTA_BYTES) return false;
        byte = bytes[at++];
        delta |= (byte & 0x7f) << shift;
      }
      delta = (delta >>> 1) ^ -(delta & 1);
      if (delta > max) max = delta;
      if (delta < min) min = delta;
      byte = bytes[at++];
      let offset = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        if (shift >= 7 * LONGEST_VARINT_BYTES) return false;
        byte = bytes[at++];
        offset |= (byte & 0x7f) << shift;
      }
      if (offset !== i << 1) sequential = false;
      byte = bytes[at++];
      let size = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        if (shift >= 7 * LONGEST_VARINT_BYTES) return false;
        byte = bytes[at++];
        size |= (byte & 0x7f) << shift;
      }
      if ((size & 1) !== 0) nullKey = true;
      else at += size >>> 1;
      byte = bytes[at++];
      size = byte & 0x7f;
      for (let shift = 7; byte >= 0x80; shift += 7) {
        if (shift >= 7 * LONGEST_VARINT_BYTES) return false;
        byte = bytes[at++];
        size |= (byte & 0x7f) << shift;
      }
      if ((size & 1) === 0) at += size >>> 1;
      if (!(at < recordEnd)) return false;
      byte = bytes[at++];
      if (byte !== 0) {
        if (byte >= 0x80 || (byte & 1) !== 0) return false;
        at = skipHeaders(bytes, at, recordEnd, byte >>> 1);
      }
      if (at !== recordEnd) return false;
    }
    this.maxTimestampDelta = max;
    this.minTimestampDelta = min;
    this.hasNullKey = nullKey;
    this.isSequential = sequential;
    return at === end;
  }
}

/** Position after `count` headers, or -1 where they are not as usual. */
function skipHeaders(bytes: Uint8Array, start: number, end: number, count: number): number {
  let at = start;
  // Each header is a key and a value, and only the value may be null.
  for (let i = 0; i < count * 2; i++) {
    let byte = bytes[at++];
    let size = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift >= 7 * LONGEST_VARINT_BYTES) return -1;
      byte = bytes[at++];
      size |= (byte & 0x7f) << shift;
    }
    const isNull = (size & 1) !== 0;
    if (isNull && (i & 1) === 0) return -1;
    if (!isNull) at += size >>> 1;
    if (!(at <= end)) return -1;
  }
  return at;
}
