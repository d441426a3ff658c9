/** Texts as Base64 of their UTF-8, so that they fit on a line. */
export function encodeBase64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

export function decodeBase64(text: string): string {
  return new TextDecoder().decode(Uint8Array.fromBase64(text));
}
