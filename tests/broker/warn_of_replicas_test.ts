import { assertEquals, assertStringIncludes } from "@std/assert";
import { warnOfReplicas } from "../../broker/warn_of_replicas.ts";
import type { MetadataChange } from "../../metadata/image/image.ts";

function warnings(...topics: [name: string, replicas: number[][], isNew: boolean][]): string[] {
  const lines: string[] = [];
  const images = topics.map(([name, replicas, isNew]) => {
    const after = { name, partitions: replicas.map((replicas) => ({ replicas })) };
    return [name, { before: isNew ? null : after, after }] as const;
  });
  const change = { topics: new Map(images) } as unknown as MetadataChange;
  warnOfReplicas(change, (line) => lines.push(line));
  return lines;
}

Deno.test("warnOfReplicas names new topics whose replicas nobody fills yet, a few of many", () => {
  assertEquals(warnings(["one", [[1], [2]], true], ["old", [[1, 2]], false]), []);
  const [line, ...more] = warnings(
    ["one", [[1]], true],
    ...["a", "b", "c", "d", "e"].map((name) =>
      [name, [[1], [1, 2]], true] as [string, number[][], boolean]
    ),
  );
  assertStringIncludes(line, "replica of a, b, c and 2 more gets records");
  assertEquals(more, []);
});
