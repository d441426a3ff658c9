/** `partition.metadata`: the topic id of a partition's directory (storage spec 1.6, KIP-516). */
import { isUuid, ZERO_UUID } from "../protocol/uuid.ts";
import type { Disk } from "../runtime/runtime.ts";
import { replaceTextFile } from "./atomic_file.ts";
import { CorruptFileError } from "./errors.ts";

export const PARTITION_METADATA_FILE = "partition.metadata";

/** Makes the topic id of a partition directory durable. */
export function writePartitionMetadata(disk: Disk, directory: string, topicId: string) {
  return replaceTextFile(disk, `${directory}/${PARTITION_METADATA_FILE}`, format(topicId));
}

/** Writes the file of a new directory, not durably. */
export function createPartitionMetadata(disk: Disk, directory: string, topicId: string): void {
  const path = `${directory}/${PARTITION_METADATA_FILE}`;
  const file = disk.open(path, { create: "if-missing", write: true });
  try {
    file.writeSync(new TextEncoder().encode(format(topicId)), 0);
  } finally {
    file.close();
  }
}

/** Makes the file durable, where there is one. */
export async function syncPartitionMetadata(disk: Disk, directory: string): Promise<void> {
  const path = `${directory}/${PARTITION_METADATA_FILE}`;
  if (!await disk.exists(path)) return;
  const file = disk.open(path, { create: "never", write: true });
  try {
    await file.sync();
  } finally {
    file.close();
  }
}

/** No newline at the end, as Kafka has it. */
function format(topicId: string): string {
  return `version: 0\ntopic_id: ${topicId}`;
}

/** The topic id in the content of a directory's file. @throws {CorruptFileError} */
export function parsePartitionMetadata(directory: string, content: Uint8Array): string {
  const path = `${directory}/${PARTITION_METADATA_FILE}`;
  const text = new TextDecoder().decode(content);
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
