import { assertEquals } from "@std/assert";
import { apiByKey, Apis } from "../../protocol/apis.ts";
import { readGolden } from "./golden.ts";

interface GoldenApi {
  readonly key: number;
  readonly name: string;
  readonly min: number;
  /** With unstable versions. */
  readonly max: number;
  readonly stableMax: number;
  readonly listeners: readonly string[];
  readonly forwardable: boolean;
  /** Version, request header version, response header version. */
  readonly headers: readonly (readonly [number, number, number])[];
}

const { lines } = readGolden<GoldenApi>("apis-4.3", 93);
const PRODUCE = 0;
const ALLOCATE_PRODUCER_IDS = 67;

Deno.test("Apis has the 93 keys of Kafka 4.3 with names, versions, listeners and header versions", () => {
  assertEquals(Object.keys(Apis), lines.map((line) => line.name));
  for (const { key, name, min, stableMax, listeners, forwardable, headers } of lines) {
    const api = apiByKey(key)!;
    assertEquals([api.key, api.name, api.request.key, api.response.key], [key, name, key, key]);
    const listedMin = key === PRODUCE ? 0 : min;
    assertEquals(api.versions, { min: listedMin, max: stableMax }, name);
    assertEquals([...api.listeners] as string[], [...listeners], name);
    // A broker's own request, which Kafka marks so without ever forwarding one.
    assertEquals(api.forwardable, forwardable && key !== ALLOCATE_PRODUCER_IDS, name);
    for (const [version, request, response] of headers) {
      assertEquals(api.requestHeaderVersion(version), request, `${name} ${version}`);
      assertEquals(api.responseHeaderVersion(version), response, `${name} ${version}`);
    }
  }
});

Deno.test("Api.answered is what is listed, without Produce 0-2 and with what old clients of today send", () => {
  const others = Object.values(Apis).filter(({ versions, answered }) =>
    versions.min !== answered.min || versions.max !== answered.max
  );
  assertEquals(others.map(({ name, answered }) => [name, answered.min, answered.max]), [
    ["Produce", 3, 13],
    ["OffsetCommit", 1, 10],
    ["DescribeAcls", 0, 3],
    ["CreateAcls", 0, 3],
    ["DeleteAcls", 0, 3],
    ["DescribeConfigs", 0, 4],
    ["DescribeLogDirs", 0, 5],
  ]);
});

Deno.test("Api.answered is within what the messages of every API can carry", () => {
  for (const { name, answered, request, response } of Object.values(Apis)) {
    for (const { versions } of [request, response]) {
      const within = versions.min <= Math.max(answered.min, 0) && answered.max <= versions.max;
      assertEquals(within, true, name);
    }
  }
});

Deno.test("apiByKey knows no other keys", () => {
  for (const key of [-1, 93, 1000, 0.5]) assertEquals(apiByKey(key), undefined);
});
