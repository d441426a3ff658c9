import { assert, assertEquals, assertThrows } from "@std/assert";
import { DecodeError } from "../../protocol/codec/errors.ts";
import { Reader } from "../../protocol/codec/reader.ts";
import { messageNamed } from "./declarations.ts";
import { bytesOf, hexOf, type JsonObject, readGolden } from "./golden.ts";
import { valueOf } from "./kafka_json.ts";

interface GoldenMalformed {
  readonly name: string;
  readonly version: number;
  readonly case: string;
  readonly hex: string;
  readonly fails?: { readonly message: string | null };
  readonly json?: JsonObject;
  readonly bytesLeft?: number;
  /** What Kafka writes for what it has read; the same bytes when absent. */
  readonly rewritten?: string;
  /** Kafka can't write what it has read. */
  readonly rewriteFails?: unknown;
}

/** Where our error says the bytes go wrong, by message, version and case. */
const PATHS: Readonly<Record<string, string>> = {
  "MetadataRequest 9 cut to 0 bytes": "/topics",
  "MetadataRequest 9 cut to 1 bytes": "/topics",
  "MetadataRequest 9 cut to 2 bytes": "/topics",
  "MetadataRequest 9 cut to 3 bytes": "/topics/0/(tags)",
  "MetadataRequest 9 cut to 4 bytes": "/allowAutoTopicCreation",
  "MetadataRequest 9 cut to 7 bytes": "/(tags)",
  "MetadataRequest 9 string null where not nullable": "/topics/0/name",
  "MetadataRequest 9 tag size beyond the bytes": "/(tags)",
  "MetadataRequest 0 array null where not nullable": "/topics",
  "ApiVersionsResponse 3 known tag cut": "/finalizedFeaturesEpoch",
  "ApiVersionsResponse 3 known tag: array null where not nullable": "/supportedFeatures",
  "ConsumerGroupMemberMetadataValue 0 nullable struct in a tag: byte ff": "/classicMemberMetadata",
  "ProduceRequest 3 records length beyond the bytes": "/topicData/0/partitionData/0/records",
  "JoinGroupRequest 2 bytes length 2^31-1": "/protocols/0/metadata",
};

const { lines } = readGolden<GoldenMalformed>("malformed", 70);
const refused = lines.filter((line) => line.fails !== undefined);
const taken = lines.filter((line) => line.fails === undefined);

Deno.test(`Message refuses the ${refused.length} bodies that Kafka refuses, saying where`, () => {
  const unseen = new Set(Object.keys(PATHS));
  for (const { name, version, case: what, hex } of refused) {
    const where = `${name} ${version} ${what}`;
    const bytes = bytesOf(hex);
    const error = assertThrows(() => messageNamed(name).decode(bytes, version), DecodeError);
    assert(error.position >= 0 && error.position <= bytes.length, `${where}: ${error.message}`);
    assert(error.message.includes(error.path), error.message);
    assert(error.path.length > 1, where);
    if (unseen.delete(where)) assertEquals(error.path, PATHS[where], where);
  }
  assertEquals([...unseen], []);
});

Deno.test(`Message takes the ${taken.length} odd bodies that Kafka takes`, () => {
  for (const line of taken) {
    const { name, version, hex, json, bytesLeft = 0, rewritten = hex, rewriteFails } = line;
    const where = `${name} ${version} ${line.case}`;
    const message = messageNamed(name);
    const reader = new Reader(bytesOf(hex));
    const value = message.read(reader, version);
    assertEquals(reader.remaining, bytesLeft, where);
    assertEquals(known(value), valueOf(message, version, json!), where);
    const again = hexOf(message.encode(value, version));
    // Tags that Kafka reads but then can't write, we sort and send on.
    if (rewriteFails === undefined) assertEquals(again, rewritten, where);
    else assertEquals(message.decode(bytesOf(again), version), sortTags(value), where);
  }
});

/** Without unknown tags, which the JSON does not show. */
function known(value: any): any {
  if (Array.isArray(value)) return value.map(known);
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  const { unknownTags: _, ...rest } = value;
  return Object.fromEntries(Object.entries(rest).map(([name, field]) => [name, known(field)]));
}

function sortTags(value: any): any {
  const unknownTags = [...value.unknownTags].sort((a, b) => a.tag - b.tag);
  return { ...value, unknownTags };
}
