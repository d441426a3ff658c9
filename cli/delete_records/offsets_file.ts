/** `--offset-json-file`: from which offsets on records are kept. */
import type { DeleteBefore } from "../../client/admin/records.ts";
import { partitionKey } from "../../client/topic_partition.ts";
import { JsonError, JsonValue } from "../json_document.ts";

const VERSION = 1;

/** @throws {JsonError} If it is no such file, or names a partition twice. */
export function parseOffsetsFile(text: string): DeleteBefore[] {
  const document = JsonValue.parse(text, "The input string is not a valid JSON");
  const version = document.optional("version")?.integer() ?? VERSION;
  if (version !== VERSION) throw new JsonError(`Not supported version field value ${version}`);
  const partitions = document.optional("partitions");
  if (partitions === null) throw new JsonError("Missing partitions field");
  const offsets = partitions.array().map((element) => ({
    topic: element.field("topic").text(),
    partition: element.field("partition").integer(),
    offset: element.field("offset").long(),
  }));
  const byPartition = Map.groupBy(offsets, partitionKey);
  const repeated = [...byPartition.values()].filter(({ length }) => length > 1);
  if (repeated.length > 0) {
    const names = repeated.map(([{ topic, partition }]) => `${topic}-${partition}`);
    throw new JsonError(`Offset json file contains duplicate topic partitions: ${names.join(",")}`);
  }
  return offsets;
}
