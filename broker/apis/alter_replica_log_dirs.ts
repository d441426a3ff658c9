/**
 * AlterReplicaLogDirs (34): in which directory a replica is kept (KIP-113). A replica that is not here yet will be made
 * there. One that is here stays: logs are not moved between directories.
 */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";

export function alterReplicaLogDirs(services: BrokerServices): ApiHandler {
  return defineApi(Apis.AlterReplicaLogDirs, ({ dirs }) => ({
    throttleTimeMs: 0,
    results: dirs.flatMap(({ path, topics }) =>
      topics.map(({ name, partitions }) => ({
        topicName: name,
        partitions: partitions.map((partitionIndex) => ({
          partitionIndex,
          errorCode: place(services, name, partitionIndex, path),
        })),
      }))
    ),
  }));
}

/** Error code. */
function place(
  { logs, metadata, replicas }: BrokerServices,
  topic: string,
  index: number,
  path: string,
): number {
  const directory = logs.directories.find((it) => withoutSlash(it.path) === withoutSlash(path));
  if (directory === undefined) return Errors.LOG_DIR_NOT_FOUND;
  const partition = replicas.get(topic, index);
  if (partition === undefined) {
    logs.preferDirectory(topic, index, directory.id);
    const isKnown = metadata.image.topics.byName.get(topic)?.partitions[index] !== undefined;
    return isKnown ? Errors.REPLICA_NOT_AVAILABLE : Errors.UNKNOWN_TOPIC_OR_PARTITION;
  }
  if (partition.isOffline) return Errors.KAFKA_STORAGE_ERROR;
  return logs.directoryIdOf(topic, index) === directory.id
    ? Errors.NONE
    : Errors.UNSUPPORTED_VERSION;
}

const withoutSlash = (path: string) => path.replace(/(?<=.)\/+$/, "");
