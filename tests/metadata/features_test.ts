import { assertEquals, assertThrows } from "@std/assert";
import {
  checkLevel,
  defaultLevel,
  dependenciesOf,
  FeatureError,
  metadataVersionOfRelease,
  SUPPORTED_FEATURES,
} from "../../metadata/features.ts";
import { metadataVersionName } from "../../metadata/metadata_version.ts";

/** What `kafka-storage version-mapping` of 4.3.1 says: kraft, transaction, group, ELR, share, streams. */
const MAPPING: [release: string, level: number, others: number[]][] = [
  ["3.3-IV3", 7, [0, 0, 0, 0, 0, 0]],
  ["3.4", 8, [0, 0, 0, 0, 0, 0]],
  ["3.5-IV0", 9, [0, 0, 0, 0, 0, 0]],
  ["3.6-IV2", 14, [0, 0, 0, 0, 0, 0]],
  ["3.7-IV4", 19, [0, 0, 0, 0, 0, 0]],
  ["3.8", 20, [0, 0, 0, 0, 0, 0]],
  ["3.9", 21, [1, 0, 0, 0, 0, 0]],
  ["4.0-IV0", 22, [1, 0, 1, 0, 0, 0]],
  ["4.0-IV1", 23, [1, 0, 1, 0, 0, 0]],
  ["4.0-IV2", 24, [1, 2, 1, 0, 0, 0]],
  ["4.0", 25, [1, 2, 1, 0, 0, 0]],
  ["4.1-IV0", 26, [1, 2, 1, 1, 0, 0]],
  ["4.1", 27, [1, 2, 1, 1, 0, 0]],
  ["4.2-IV0", 28, [1, 2, 1, 1, 1, 0]],
  ["4.2", 29, [1, 2, 1, 1, 1, 1]],
  ["4.3-IV0", 30, [1, 2, 1, 1, 1, 1]],
  ["4.3", 30, [1, 2, 1, 1, 1, 1]],
];

for (const [release, level, others] of MAPPING) {
  Deno.test(`release ${release} is metadata.version ${level}, with its features`, () => {
    assertEquals(metadataVersionOfRelease(release), level);
    const names = [...SUPPORTED_FEATURES.keys()].slice(1);
    assertEquals(names.map((name) => defaultLevel(name, level)), others);
  });
}

Deno.test("a release of three numbers is that of its first two", () => {
  assertEquals(metadataVersionOfRelease("4.0.1"), 25);
});

Deno.test("unknown and too old releases are refused with the list of what there is", () => {
  for (const release of ["9.9", "1.0", "3.0-IV1", "", "4.3-IV1"]) {
    const error = assertThrows(() => metadataVersionOfRelease(release), FeatureError);
    assertEquals(
      error.message,
      `Unknown metadata.version '${release}'. Supported metadata.version are: 3.3-IV3, 3.4-IV0, ` +
        "3.5-IV0, 3.5-IV1, 3.5-IV2, 3.6-IV0, 3.6-IV1, 3.6-IV2, 3.7-IV0, 3.7-IV1, 3.7-IV2, " +
        "3.7-IV3, 3.7-IV4, 3.8-IV0, 3.9-IV0, 4.0-IV0, 4.0-IV1, 4.0-IV2, 4.0-IV3, 4.1-IV0, " +
        "4.1-IV1, 4.2-IV0, 4.2-IV1, 4.3-IV0",
    );
  }
});

Deno.test("only eligible leader replicas depend on a metadata.version", () => {
  assertEquals([...dependenciesOf("eligible.leader.replicas.version", 1)], [
    ["metadata.version", 23],
  ]);
  assertEquals(metadataVersionName(23), "4.0-IV1");
  for (const [name, { max }] of SUPPORTED_FEATURES) {
    if (name === "eligible.leader.replicas.version") continue;
    assertEquals(dependenciesOf(name, max).size, 0);
  }
});

Deno.test("unknown features and levels are told as Kafka's tools tell them", () => {
  assertThrows(() => checkLevel("nope", 1), FeatureError, "Unknown feature: nope");
  assertThrows(
    () => checkLevel("transaction.version", 3),
    FeatureError,
    "Feature level 3 is not supported for feature transaction.version",
  );
});
