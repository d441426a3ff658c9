import { assertEquals, assertThrows } from "@std/assert";
import { CHANGE_FLAGS, wantedLevels } from "../../../cli/features/update.ts";
import { listingOf } from "../../../cli/features/describe.ts";
import { OptionError } from "../../../cli/options/option_error.ts";
import { optionsOf } from "../../../cli/options/parse_arguments.ts";
import type { ParsedOptions } from "../../../cli/options/parsed_options.ts";
import { FeatureError } from "../../../metadata/features.ts";

function options(given: Readonly<Record<string, readonly string[]>>) {
  const all = optionsOf(CHANGE_FLAGS, new Map(Object.entries(given)));
  return all as ParsedOptions<keyof typeof CHANGE_FLAGS>;
}

Deno.test("wantedLevels reads names of metadata.version, levels of features, and whole releases", () => {
  const given = { metadata: ["3.5"], feature: ["group.version=1", "share.version=0"] };
  assertEquals(
    [...wantedLevels(options(given), "upgrade")],
    [["metadata.version", 11], ["group.version", 1], ["share.version", 0]],
  );
  assertEquals([...wantedLevels(options({ feature: ["a"] }), "disable")], [["a", 0]]);
  const levels = wantedLevels(options({ "release-version": ["3.9"] }), "downgrade");
  assertEquals(levels.get("metadata.version"), 21);
  assertEquals([levels.get("kraft.version"), levels.get("group.version")], [1, 0]);
});

Deno.test("wantedLevels refuses what is missing, given twice, or unknown", () => {
  const refused = (given: Record<string, string[]>, message: string) =>
    assertThrows(() => wantedLevels(options(given), "upgrade"), OptionError, message);
  refused({}, "You must specify at least one feature to upgrade");
  refused({ feature: ["a=1", "a=2"] }, "Feature a was specified more than once.");
  refused({ "release-version": ["4.0"], feature: ["a=1"] }, "with other feature flags");
  refused({ feature: ["a"] }, "equals sign not found");
  assertThrows(() => wantedLevels(options({ metadata: ["2.8"] }), "upgrade"), FeatureError);
});

Deno.test("kafka-features describe tells levels that nobody has agreed on, and an epoch that is not known", () => {
  const { kafka, columns, rows } = listingOf({
    supported: new Map([["b", { min: 0, max: 2 }], ["a", { min: 1, max: 1 }]]),
    finalized: new Map([["b", 2]]),
    epoch: null,
  });
  assertEquals(
    kafka!(columns, rows).replace(/ {2,}/g, "|"),
    "Feature: a|SupportedMinVersion: 1|SupportedMaxVersion: 1|FinalizedVersionLevel: 0|Epoch: -\n" +
      "Feature: b|SupportedMinVersion: 0|SupportedMaxVersion: 2|FinalizedVersionLevel: 2|Epoch: -\n",
  );
});
