/** Encodes a response as the frame that goes out: size, header, body. */
import type { LongBytes } from "../protocol/codec/long_bytes.ts";
import type { Message } from "../protocol/codec/message.ts";
import type { Writer } from "../protocol/codec/writer.ts";

const API_VERSIONS = 18;
const SIZE_BYTES = 4;

/**
 * The frame in parts, in order; large byte fields are not copied. ApiVersions always has the header without tagged
 * fields, for the client can't know yet what the broker speaks (KIP-511).
 *
 * @param writer Holds nothing before and after.
 * @throws {EncodeError} If `body` does not fit the message.
 */
export function encodeResponse(
  writer: Writer,
  response: Message<any>,
  version: number,
  correlationId: number,
  body: unknown,
): (Uint8Array | LongBytes)[] {
  try {
    writer.int32(0);
    writer.int32(correlationId);
    if (response.key !== API_VERSIONS && response.isFlexible(version)) writer.uvarint(0);
    response.write(writer, body as any, version);
  } catch (error) {
    writer.discard();
    throw error;
  }
  const size = writer.length - SIZE_BYTES;
  const parts = writer.parts();
  const first = parts[0] as Uint8Array;
  first[0] = size >>> 24;
  first[1] = size >>> 16;
  first[2] = size >>> 8;
  first[3] = size;
  return parts;
}
