/** CRC-32C (Castagnoli) by table, eight bytes a step: for short input, and for the tables of the long one. */

/** The polynomial, bits reflected. */
const POLYNOMIAL = 0x82f63b78;

/**
 * `count` tables of 256 entries in a row: table k holds the CRC of each byte value followed by k zero bytes. (No
 * inversion at either end.)
 */
function crc32cTables(count: number): Int32Array {
  const tables = new Int32Array(count * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256];
    tables[i] = (before >>> 8) ^ tables[before & 0xff];
  }
  return tables;
}

/** Sixteen tables; the loop below takes eight, WebAssembly all. */
export const TABLES: Int32Array = crc32cTables(16);

/** Runs `bytes` from `start` to `end` through the register `crc`, without inversions. */
export function updateByTable(crc: number, bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  for (const last = end - 7; at < last; at += 8) {
    crc = TABLES[1792 | (bytes[at] ^ (crc & 0xff))] ^
      TABLES[1536 | (bytes[at + 1] ^ ((crc >>> 8) & 0xff))] ^
      TABLES[1280 | (bytes[at + 2] ^ ((crc >>> 16) & 0xff))] ^
      TABLES[1024 | (bytes[at + 3] ^ (crc >>> 24))] ^
      TABLES[768 | bytes[at + 4]] ^
      TABLES[512 | bytes[at + 5]] ^
      TABLES[256 | bytes[at + 6]] ^
      TABLES[bytes[at + 7]];
  }
  for (; at < end; at++) crc = (crc >>> 8) ^ TABLES[(crc ^ bytes[at]) & 0xff];
  return crc;
}
