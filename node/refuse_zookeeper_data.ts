/**
 * Topics of a broker of ZooKeeper's time are listed in ZooKeeper alone. Started on such directories, a node whose
 * metadata is new would take each of them for a stray, put it aside and serve an empty cluster.
 */
import type { NodeLayout } from "../config/node_layout.ts";
import { METADATA_TOPIC } from "../metadata/raft/types.ts";
import type { Disk } from "../runtime/runtime.ts";
import { LogDirectoryError } from "../storage/directories/log_directories.ts";
import { readMetaProperties } from "../storage/directories/meta_properties.ts";
import { findPartition } from "./find_partition.ts";

/** @throws {LogDirectoryError} For directories with partitions that no metadata log here ever told of. */
export async function refuseZooKeeperData(
  disk: Disk,
  { metadataLogDir }: NodeLayout,
  paths: readonly string[],
): Promise<void> {
  if (await disk.exists(`${metadataLogDir}/${METADATA_TOPIC}-0`)) return;
  for (const path of paths) {
    if ((await readMetaProperties(disk, path))?.version !== 0) continue;
    const partition = await findPartition(disk, path);
    if (partition === null) continue;
    throw new LogDirectoryError(
      `${path} (log.dirs) holds ${partition} of a cluster with ZooKeeper, which alone knows its topics: ` +
        "migrate it to KRaft with Apache Kafka 3.x first, or use an empty directory",
    );
  }
}
