/** `partition.metadata`: the topic id of a partition's directory (storage spec 1.6, KIP-516). */
import { isUuid, ZERO_UUID } from "../protocol/uuid.ts";
import type { Disk } from "../runtime/runtime.ts";
import { readTextFile, replaceTextFile } from "./atomic_file.ts";
import { CorruptFileError } from "./errors.ts";

export const PARTITION_METADATA_FILE = "partition.metadata";

/**
 * The topic id in a partition directory, or null if there is no such file.
 *
 * @throws {CorruptFileError}
 */
export async function readPartitionMetadata(
  disk: Disk,
  directory: string,
): Promise<string | null> {
  const path = `${directory}/${PARTITION_METADATA_FILE}`;
  const text = await readTextFile(disk, path);
  return text === null ? null : parsePartitionMetadata(path, text);
}

/** Makes the topic id of a partition directory durable. */
export function writePartitionMetadata(disk: Disk, directory: string, topicId: string) {
  const path = `${directory}/${PARTITION_METADATA_FILE}`;
  // No newline at the end, as Kafka has it.
  return replaceTextFile(disk, path, `version: 0\ntopic_id: ${topicId}`);
}

function parsePartitionMetadata(path: string, text: string): string {
  const [versionLine, idLine] = text.split("\n");
  const version = valueOf(path, versionLine, "version");
  if (!/^\d+$/.test(version)) throw new CorruptFileError(path, `Invalid version ${version}`);
  const topicId = valueOf(path, idLine, "topic_id");
  if (!isUuid(topicId) || topicId === ZERO_UUID) {
    throw new CorruptFileError(path, `Invalid topic id ${topicId}`);
  }
  return topicId;
}

function valueOf(path: string, line: string | undefined, key: string): string {
  const [found, value, ...more] = line?.trim().split(/:\s+/) ?? [];
  if (found !== key || value === undefined || more.length > 0) {
    throw new CorruptFileError(path, `No "${key}: ..." in its line`);
  }
  return value;
}
