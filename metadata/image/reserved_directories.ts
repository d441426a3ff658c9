/** Directory ids with a meaning of their own (KIP-858). */

/** The replica was placed before directories had ids. */
export const MIGRATING_DIRECTORY = "AAAAAAAAAAAAAAAAAAAAAA";
/** The broker has several directories and has not chosen yet. */
export const UNASSIGNED_DIRECTORY = "AAAAAAAAAAAAAAAAAAAAAQ";
/** The replica's directory is gone. */
export const LOST_DIRECTORY = "AAAAAAAAAAAAAAAAAAAAAg";

/** Whether `id` lies in the range that no real directory may use: high half zero, low half below 100. */
export function isReservedDirectory(id: string): boolean {
  // 20 characters hold the first 15 bytes; the last two hold byte 15.
  return id.startsWith("A".repeat(20)) && lastByte(id) < 100;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function lastByte(id: string): number {
  return (ALPHABET.indexOf(id[20]) << 2) | (ALPHABET.indexOf(id[21]) >> 4);
}
