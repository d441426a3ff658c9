/**
 * Formats empty directories by itself where nothing can go wrong: the node is its quorum's only voter, or the start says
 * that it may (no file was given, or a file of the ZooKeeper days). Everywhere else the answer is Kafka's.
 */
import type { BrokerConfig } from "../config/broker_config.ts";
import { LATEST_METADATA_VERSION } from "../metadata/features.ts";
import { formatDirectories } from "../metadata/format/format_directories.ts";
import { randomUuid } from "../protocol/uuid.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { formatState, LogDirectoryError } from "../storage/directories/log_directories.ts";
import { discoverClusterId } from "./discover_cluster_id.ts";
import { findPartition } from "./find_partition.ts";
import { logger } from "./logger.ts";

/**
 * @param paths The node's directories, each once.
 * @param mayFormat The start was such that Ottla decides.
 * @throws {LogDirectoryError} When directories are not formatted and it is not for Ottla to do it.
 */
export async function formatWhereSafe(
  runtime: Runtime,
  config: BrokerConfig,
  paths: readonly string[],
  mayFormat: boolean,
): Promise<void> {
  const { formatted, unformatted } = await formatState(runtime.disk, paths);
  if (unformatted.length === 0) return;
  const { node } = config;
  const isOnlyVoter = node.isController && node.voters.length === 1 &&
    node.voters[0].id === node.id;
  if (formatted.length > 0 || !(isOnlyVoter || mayFormat)) {
    throw new LogDirectoryError(
      `No readable meta.properties in ${
        unformatted.join(", ")
      } (log.dirs): have you run kafka-storage format?`,
    );
  }
  await refuseForeignFiles(runtime, unformatted);
  const clusterId = node.isController
    ? randomUuid(runtime.random)
    : await discoverClusterId(runtime, node);
  await formatDirectories({
    runtime,
    clusterId,
    nodeId: node.id,
    directories: paths,
    metadataDirectory: node.metadataLogDir,
    metadataVersion: LATEST_METADATA_VERSION,
    initialVoters: { kind: "none" },
    ignoreFormatted: false,
  });
  logger.info("Formatted {paths} for node {id} of cluster {clusterId}", {
    paths: paths.join(", "),
    id: node.id,
    clusterId,
  });
}

/** A directory that holds partitions without `meta.properties` is somebody's data, not an empty one. */
async function refuseForeignFiles({ disk }: Runtime, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const partition = await findPartition(disk, path);
    if (partition === null) continue;
    throw new LogDirectoryError(
      `${path} (log.dirs) holds ${partition} but no meta.properties: it will not be formatted. Restore ` +
        "meta.properties, or use another directory",
    );
  }
}
