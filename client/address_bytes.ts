/**
 * The 4 or 16 bytes of an IP address in text form, as Envelope requests carry it.
 *
 * @throws {SyntaxError} If `text` is no IP address.
 */
export function addressBytes(text: string): Uint8Array {
  const bare = text.split("%")[0];
  if (!bare.includes(":")) return ipv4(bare);
  const lastColon = bare.lastIndexOf(":");
  const tail = bare.slice(lastColon + 1);
  // An IPv4 address may stand for the last four bytes (`::ffff:127.0.0.1`).
  const v4 = tail.includes(".") ? ipv4(tail) : null;
  const groups = v4 === null ? bare : `${bare.slice(0, lastColon)}:0:0`;
  const [head, rest, more] = groups.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = rest === undefined || rest === "" ? [] : rest.split(":");
  const missing = 8 - left.length - right.length;
  if (more !== undefined || missing < 0 || (rest === undefined && missing !== 0)) {
    throw new SyntaxError(`Not an IP address: ${text}`);
  }
  const all = [...left, ...new Array(missing).fill("0"), ...right];
  const bytes = new Uint8Array(16);
  all.forEach((group, i) => {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) throw new SyntaxError(`Not an IP address: ${text}`);
    const value = parseInt(group, 16);
    bytes[2 * i] = value >> 8;
    bytes[2 * i + 1] = value & 0xff;
  });
  if (v4 !== null) bytes.set(v4, 12);
  const mapped = bytes.subarray(0, 10).every((b) => b === 0) && bytes[10] === 0xff &&
    bytes[11] === 0xff;
  return mapped ? bytes.slice(12) : bytes;
}

function ipv4(text: string): Uint8Array {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((p) => /^\d{1,3}$/.test(p) && Number(p) < 256)) {
    throw new SyntaxError(`Not an IP address: ${text}`);
  }
  return Uint8Array.from(parts, Number);
}
