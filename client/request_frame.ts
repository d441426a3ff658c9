/** Encodes a request as the frame that goes out: size, header, body. */
import type { Api } from "../protocol/api.ts";
import { Writer } from "../protocol/codec/writer.ts";
import { RequestHeader } from "../protocol/data/headers.ts";

const SIZE_BYTES = 4;

/**
 * The frame in chunks, in order; large byte fields are not copied, so they must stay as they are until sent.
 *
 * @throws {EncodeError} If `body` does not fit the message.
 */
export function encodeRequest(
  api: Api,
  version: number,
  correlationId: number,
  clientId: string | null,
  body: unknown,
): Uint8Array[] {
  const writer = new Writer();
  writer.int32(0);
  const header = {
    requestApiKey: api.key,
    requestApiVersion: version,
    correlationId,
    clientId,
  };
  RequestHeader.write(writer, header, api.requestHeaderVersion(version));
  api.request.write(writer, body as any, version);
  const size = writer.length - SIZE_BYTES;
  const chunks = writer.chunks();
  const first = chunks[0];
  first[0] = size >>> 24;
  first[1] = size >>> 16;
  first[2] = size >>> 8;
  first[3] = size;
  return chunks;
}
