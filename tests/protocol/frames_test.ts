import { assertEquals } from "@std/assert";
import { apiByKey } from "../../protocol/apis.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import { Writer } from "../../protocol/codec/writer.ts";
import { RequestHeader, ResponseHeader } from "../../protocol/data/headers.ts";
import { bytesOf, hexOf, type JsonObject, readGolden } from "./golden.ts";
import { valueOf } from "./kafka_json.ts";

interface GoldenFrame {
  readonly name: string;
  readonly direction: "request" | "response";
  readonly apiKey: number;
  readonly version: number;
  readonly headerVersion: number;
  /** Version of the body's layout where it is not `version`: an unknown ApiVersions is answered in version 0. */
  readonly bodyVersion?: number;
  readonly header: JsonObject;
  /** Absent where the broker can't know the body's layout. */
  readonly json?: JsonObject;
  readonly hex: string;
}

Deno.test("Api and Message read and write 72 frames, size and header included, as Kafka does", () => {
  for (const frame of readGolden<GoldenFrame>("frames", 72).lines) checkFrame(frame);
});

function checkFrame(frame: GoldenFrame): void {
  const { apiKey, version, headerVersion, hex } = frame;
  const isRequest = frame.direction === "request";
  const where = `${frame.name} ${frame.direction}`;
  const api = apiByKey(apiKey)!;
  const header = isRequest ? RequestHeader : ResponseHeader;
  const body = isRequest ? api.request : api.response;
  const bodyVersion = frame.bodyVersion ?? version;
  const expectedHeader = valueOf(header, headerVersion, frame.header);

  const ours = isRequest ? api.requestHeaderVersion(version) : api.responseHeaderVersion(version);
  assertEquals(ours, headerVersion, where);

  const bytes = bytesOf(hex);
  const reader = new Reader(bytes);
  assertEquals(reader.int32(), bytes.length - 4, where);
  assertEquals(header.read(reader, headerVersion), expectedHeader, where);
  if (frame.json === undefined) return;
  const expectedBody = valueOf(body, bodyVersion, frame.json);
  assertEquals(body.read(reader, bodyVersion), expectedBody, where);
  assertEquals(reader.remaining, 0, where);

  const writer = new Writer();
  header.write(writer, expectedHeader, headerVersion);
  body.write(writer, expectedBody, bodyVersion);
  const size = new Writer();
  size.int32(writer.length);
  size.append(writer);
  assertEquals(hexOf(size.toBytes()), hex, where);
}
