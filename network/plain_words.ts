/**
 * Words of four letters that a peer may send where the size of a frame belongs, as monitors of ZooKeeper do. As a size
 * each means more than a gigabyte, above every sensible `socket.request.max.bytes`.
 */

/** What each word is answered with; the connection closes after it. */
export type PlainWords = ReadonlyMap<string, () => string>;

/** The four bytes of a frame's size as letters. */
export function wordOfSize(size: number): string {
  return String.fromCharCode(size >>> 24, size >>> 16 & 0xff, size >>> 8 & 0xff, size & 0xff);
}
