/** Which brokers and directories count as usable. */
import type { BrokerRegistration, MetadataImage, PartitionImage } from "../metadata/image/image.ts";
import {
  LOST_DIRECTORY,
  MIGRATING_DIRECTORY,
  UNASSIGNED_DIRECTORY,
} from "../metadata/image/reserved_directories.ts";

/** Registered, not fenced, not in controlled shutdown. */
export function isActive(broker: BrokerRegistration | undefined): broker is BrokerRegistration {
  return broker !== undefined && !broker.fenced && !broker.inControlledShutdown;
}

/** Whether `directory` is online on `broker`. */
export function hasOnlineDirectory(broker: BrokerRegistration, directory: string): boolean {
  if (directory === UNASSIGNED_DIRECTORY || directory === MIGRATING_DIRECTORY) return true;
  if (directory === LOST_DIRECTORY) return false;
  // Below 3.7-IV2 brokers register no directories: all of them count as online.
  return broker.logDirs.length === 0 || broker.logDirs.includes(directory);
}

/** Where a new replica goes on a broker: known only when there is no choice. */
export function defaultDirectory(broker: BrokerRegistration | undefined): string {
  if (broker === undefined) return UNASSIGNED_DIRECTORY;
  if (broker.logDirs.length === 0) return MIGRATING_DIRECTORY;
  const usable = broker.logDirs.filter((id) => !broker.cordonedLogDirs.includes(id));
  return usable.length === 1 ? usable[0] : UNASSIGNED_DIRECTORY;
}

/** Whether a replica could lead as far as its broker and directory are concerned. */
export type Acceptable = (replica: number) => boolean;

/**
 * The rule for one partition. During an event the broker that leaves is never acceptable and the one that returns always
 * is, whatever the image still says.
 */
export function acceptableLeaders(
  image: MetadataImage,
  partition: PartitionImage,
  leaving: number | null = null,
  returning: number | null = null,
): Acceptable {
  return (replica) => {
    if (replica === leaving) return false;
    const broker = image.brokers.get(replica);
    if (broker === undefined || (replica !== returning && !isActive(broker))) return false;
    const index = partition.replicas.indexOf(replica);
    return index >= 0 && hasOnlineDirectory(broker, partition.directories[index]);
  };
}
