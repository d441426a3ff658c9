/** DescribeLogDirs (35): how much each partition takes in which directory (KIP-113, KIP-827, KIP-1066). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { DescribeLogDirsRequest } from "../../protocol/messages/describe_log_dirs.ts";
import type { PartitionLog } from "../../storage/partition_log.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";

type Asked = DecodedMessage<typeof DescribeLogDirsRequest>["topics"];

const UNKNOWN_BYTES = -1n;

export function describeLogDirs(services: BrokerServices): ApiHandler {
  const { disk, logs, metadata, nodeId } = services;
  return defineApi(Apis.DescribeLogDirs, async ({ topics }, { apiVersion }) => ({
    throttleTimeMs: 0,
    errorCode: Errors.NONE,
    results: await Promise.all(logs.directories.map(async ({ path, id }) => {
      const held = logs.inDirectory(id);
      const space = await disk.space(path);
      const isBroken = held.length > 0 && held.every(({ isOffline }) => isOffline);
      return {
        errorCode: isBroken ? Errors.KAFKA_STORAGE_ERROR : Errors.NONE,
        logDir: path,
        topics: byTopic(held.filter((log) => !log.isOffline && isAsked(topics, log))),
        totalBytes: space === null ? UNKNOWN_BYTES : BigInt(space.totalBytes),
        usableBytes: space === null ? UNKNOWN_BYTES : BigInt(space.usableBytes),
        ...apiVersion >= 5 && {
          isCordoned: metadata.image.brokers.get(nodeId)?.cordonedLogDirs.includes(id) ?? false,
        },
      };
    })),
  }));
}

/** Null asks for everything. */
function isAsked(topics: Asked, { topic, partition }: PartitionLog): boolean {
  return topics === null ||
    topics.some((asked) => asked.topic === topic && asked.partitions.includes(partition));
}

function byTopic(logs: readonly PartitionLog[]) {
  const topics = Map.groupBy(logs, ({ topic }) => topic);
  return Array.from(topics, ([name, partitions]) => ({
    name,
    partitions: partitions.map((log) => ({
      partitionIndex: log.partition,
      partitionSize: BigInt(log.sizeInBytes),
      offsetLag: BigInt(Math.max(log.highWatermark - log.logEndOffset, 0)),
      isFutureKey: false,
    })),
  }));
}
