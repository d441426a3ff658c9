import { assertEquals } from "@std/assert";
import { Reader } from "../../protocol/codec/reader.ts";
import { apiByKey } from "../../protocol/apis.ts";
import { messageNamed } from "./declarations.ts";
import { bytesOf, type GoldenMessage, hexOf, type JsonObject, readGolden } from "./golden.ts";
import { valueOf } from "./kafka_json.ts";

const FILES: readonly (readonly [string, number])[] = [
  ["requests-4.3", 1423],
  ["responses-4.3", 1412],
  ["requests-3.5", 250],
  ["responses-3.5", 236],
  ["headers-4.3", 16],
  ["headers-3.5", 3],
  ["records-metadata-4.3", 169],
  ["records-metadata-3.5", 5],
  ["records-group-4.3", 207],
  ["records-transaction-4.3", 14],
  ["records-share-4.3", 16],
  ["records-remote-log-4.3", 18],
  ["records-remote-log-3.5", 14],
  ["data-4.3", 84],
];

for (const [file, count] of FILES) {
  Deno.test(`Message reads and writes all ${count} samples of ${file} as Kafka does`, () => {
    for (const line of readGolden(file, count).lines) checkBothWays(line, file);
  });
}

function checkBothWays(golden: GoldenMessage, file: string): void {
  const { name, version, hex, unknownTags } = golden;
  const message = messageNamed(name, version, file.slice(-3));
  const where = `${name} ${version} ${golden.sample}`;
  const json = withNamesOf43(golden);
  const reader = new Reader(bytesOf(hex));
  const expected = valueOf(message, version, json, unknownTags);

  assertEquals(message.isFlexible(version), golden.flexible, where);
  assertEquals(message.key, golden.apiKey ?? -1, where);
  assertEquals(message.read(reader, version), expected, where);
  assertEquals(reader.remaining, 0, where);
  assertEquals(hexOf(message.encode(expected, version)), hex, where);
  const given = valueOf(message, version, json, unknownTags, "given");
  assertEquals(hexOf(message.encode(given, version)), hex, `${where}, defaults left out`);
  checkApi(golden, where);
}

/** The only name that 3.5 and 4.3 have differently. */
function withNamesOf43({ name, json }: GoldenMessage): JsonObject {
  if (name !== "OffsetCommitRequest" || !("generationId" in json)) return json;
  const { generationId, ...rest } = json;
  return { ...rest, generationIdOrMemberEpoch: generationId };
}

function checkApi({ apiKey, type, version, headerVersion }: GoldenMessage, where: string): void {
  if (type !== "request" && type !== "response") return;
  const api = apiByKey(apiKey!)!;
  const ours = type === "request"
    ? api.requestHeaderVersion(version)
    : api.responseHeaderVersion(version);
  assertEquals(ours, headerVersion, where);
}
