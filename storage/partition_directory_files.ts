/** Makes sure that a partition directory exists and says which topic it belongs to, before any record is written. */
import { ApiError, Errors } from "../protocol/errors.ts";
import { ZERO_UUID } from "../protocol/uuid.ts";
import type { Disk } from "../runtime/runtime.ts";
import { readPartitionMetadata, writePartitionMetadata } from "./partition_metadata_file.ts";

/**
 * @param topicId Null takes what the directory says.
 * @returns The topic id.
 * @throws {ApiError} INCONSISTENT_TOPIC_ID if the directory belongs to another topic.
 * @throws {CorruptFileError}
 */
export async function openDirectory(
  disk: Disk,
  directory: string,
  topicId: string | null,
): Promise<string> {
  if (!await disk.exists(directory)) {
    await disk.makeDirectory(directory);
    await disk.syncDirectory(directory.slice(0, directory.lastIndexOf("/")) || "/");
  }
  const found = await readPartitionMetadata(disk, directory);
  if (found === null) {
    if (topicId !== null) await writePartitionMetadata(disk, directory, topicId);
    return topicId ?? ZERO_UUID;
  }
  if (topicId !== null && topicId !== found) {
    throw new ApiError(
      Errors.INCONSISTENT_TOPIC_ID,
      `${directory} belongs to topic id ${found}, not to ${topicId}`,
    );
  }
  return found;
}
