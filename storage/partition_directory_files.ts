/** Makes sure that a partition directory exists and says which topic it belongs to, before any record is written. */
import { ApiError, Errors } from "../protocol/errors.ts";
import { ZERO_UUID } from "../protocol/uuid.ts";
import { type DirectoryEntry, type Disk, RuntimeError } from "../runtime/runtime.ts";
import {
  createPartitionMetadata,
  parsePartitionMetadata,
  PARTITION_METADATA_FILE,
  writePartitionMetadata,
} from "./partition_metadata_file.ts";

export interface OpenedDirectory {
  readonly topicId: string;
  /** What was in it; null where it was made now, of which nothing is durable yet. */
  readonly entries: readonly DirectoryEntry[] | null;
}

/**
 * @param topicId Null takes what the directory says.
 * @param claims Whether a directory that holds records and does not say whose becomes this topic's.
 * @throws {ApiError} INCONSISTENT_TOPIC_ID if the directory belongs to another topic, or is not claimed.
 * @throws {CorruptFileError}
 */
export async function openDirectory(
  disk: Disk,
  directory: string,
  topicId: string | null,
  claims: boolean,
): Promise<OpenedDirectory> {
  const entries = await list(disk, directory);
  if (entries === null) {
    await disk.makeDirectory(directory);
    if (topicId !== null) createPartitionMetadata(disk, directory, topicId);
    return { topicId: topicId ?? ZERO_UUID, entries };
  }
  const found = await topicIdIn(disk, directory, entries);
  if (found === null) {
    if (!claims && await holdsRecords(disk, directory, entries)) {
      throw new ApiError(Errors.INCONSISTENT_TOPIC_ID, `${directory} does not say whose it is`);
    }
    if (topicId !== null) await writePartitionMetadata(disk, directory, topicId);
    return { topicId: topicId ?? ZERO_UUID, entries };
  }
  if (topicId !== null && topicId !== found) {
    throw new ApiError(
      Errors.INCONSISTENT_TOPIC_ID,
      `${directory} belongs to topic id ${found}, not to ${topicId}`,
    );
  }
  return { topicId: found, entries };
}

/** A crash of the machine can leave a file without its content; in that case there are no records either. */
async function topicIdIn(
  disk: Disk,
  directory: string,
  entries: readonly DirectoryEntry[],
): Promise<string | null> {
  if (!entries.some(({ name }) => name === PARTITION_METADATA_FILE)) return null;
  const content = await disk.readFile(`${directory}/${PARTITION_METADATA_FILE}`);
  const isUnwritten = content.every((byte) => byte === 0) &&
    !await holdsRecords(disk, directory, entries);
  return isUnwritten ? null : parsePartitionMetadata(directory, content);
}

async function holdsRecords(
  disk: Disk,
  directory: string,
  entries: readonly DirectoryEntry[],
): Promise<boolean> {
  for (const { name } of entries) {
    if (name.endsWith(".log") && (await disk.stat(`${directory}/${name}`)).size > 0) return true;
  }
  return false;
}

async function list(disk: Disk, directory: string): Promise<DirectoryEntry[] | null> {
  try {
    return await disk.list(directory);
  } catch (error) {
    if (error instanceof RuntimeError && error.code === "not-found") return null;
    throw error;
  }
}
