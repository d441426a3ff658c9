/** ListOffsets (2): offsets by timestamp and by special positions (KIP-79, KIP-734, KIP-405). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../protocol/codec/message.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type {
  ListOffsetsRequest,
  ListOffsetsResponse,
} from "../../protocol/messages/list_offsets.ts";
import type { PartitionLog } from "../../storage/partition_log.ts";
import type { ReadIsolation } from "../../storage/types.ts";
import { defineApi } from "../../network/define_api.ts";
import type { Partition } from "../partition/partition.ts";
import type { BrokerServices } from "../services.ts";

type Request = DecodedMessage<typeof ListOffsetsRequest>;
type AskedPartition = Request["topics"][number]["partitions"][number];
type Response = EncodableMessage<typeof ListOffsetsResponse>;
type PartitionResult = Response["topics"][number]["partitions"][number];

/** Special timestamps. */
const LATEST = -1n;
const EARLIEST = -2n;
const MAX_TIMESTAMP = -3n;
const EARLIEST_LOCAL = -4n;
const LATEST_TIERED = -5n;
const EARLIEST_PENDING_UPLOAD = -6n;

/** First version that knows a special timestamp. */
const SINCE: ReadonlyMap<bigint, number> = new Map([
  [LATEST, 0],
  [EARLIEST, 0],
  [MAX_TIMESTAMP, 7],
  [EARLIEST_LOCAL, 8],
  [LATEST_TIERED, 9],
  [EARLIEST_PENDING_UPLOAD, 11],
]);

const OFFSET_NOT_AVAILABLE_SINCE = 5;
const READ_COMMITTED = 1;
const DEBUGGING_REPLICA = -2;

export function listOffsets(services: BrokerServices): ApiHandler {
  return defineApi(Apis.ListOffsets, async (request, context): Promise<Response> => {
    const topics = await Promise.all(request.topics.map(async ({ name, partitions }) => {
      const twice = duplicates(partitions);
      const asked = [...new Map(partitions.map((p) => [p.partitionIndex, p])).values()];
      const results = asked.map((partition) =>
        twice.has(partition.partitionIndex)
          ? failed(partition.partitionIndex, Errors.INVALID_REQUEST)
          : lookUp(services, request, name, partition, context.apiVersion)
      );
      return { name, partitions: await Promise.all(results) };
    }));
    return { topics };
  });
}

function duplicates(partitions: readonly AskedPartition[]): Set<number> {
  const seen = new Set<number>();
  const twice = new Set<number>();
  for (const { partitionIndex } of partitions) {
    if (seen.has(partitionIndex)) twice.add(partitionIndex);
    seen.add(partitionIndex);
  }
  return twice;
}

async function lookUp(
  services: BrokerServices,
  request: Request,
  topic: string,
  asked: AskedPartition,
  version: number,
): Promise<PartitionResult> {
  const { partitionIndex, timestamp, currentLeaderEpoch } = asked;
  try {
    const since = SINCE.get(timestamp);
    if (timestamp < 0n && (since === undefined || version < since)) {
      throw new ApiError(Errors.UNSUPPORTED_VERSION);
    }
    if (request.isolationLevel !== 0 && request.isolationLevel !== READ_COMMITTED) {
      throw new ApiError(Errors.UNKNOWN_SERVER_ERROR);
    }
    const partition = services.replicas.leaderPartition(topic, partitionIndex, currentLeaderEpoch);
    const isolation = isolationOf(request);
    if (isolation !== "log-end" && limitOf(partition.log, isolation) < partition.epochStart) {
      checkReachable(await position(partition.log, timestamp, "log-end"), partition, version);
    }
    const found = await position(partition.log, timestamp, isolation);
    return {
      partitionIndex,
      errorCode: Errors.NONE,
      timestamp: BigInt(found.timestamp),
      offset: BigInt(found.offset),
      leaderEpoch: version < 4 || found.offset < 0 ? -1 : found.epoch ?? partition.leaderEpoch,
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return failed(partitionIndex, error.code);
  }
}

/**
 * The leader is new and does not know yet how far everything is committed: an answer beyond what it does know could lie
 * before one that was given by the leader before it (KIP-207).
 *
 * @throws {ApiError} OFFSET_NOT_AVAILABLE, in a form that the client knows.
 */
function checkReachable({ offset }: Position, { log }: Partition, version: number): void {
  if (offset < log.highWatermark) return;
  throw new ApiError(
    version >= OFFSET_NOT_AVAILABLE_SINCE
      ? Errors.OFFSET_NOT_AVAILABLE
      : Errors.LEADER_NOT_AVAILABLE,
  );
}

/** How far this asker may see. */
function isolationOf(request: Request): ReadIsolation {
  if (request.replicaId >= 0 || request.replicaId === DEBUGGING_REPLICA) return "log-end";
  return request.isolationLevel === READ_COMMITTED ? "last-stable-offset" : "high-watermark";
}

function limitOf(log: PartitionLog, isolation: ReadIsolation): number {
  switch (isolation) {
    case "log-end":
      return log.logEndOffset;
    case "high-watermark":
      return log.highWatermark;
    case "last-stable-offset":
      return log.lastStableOffset;
  }
}

interface Position {
  readonly offset: number;
  readonly timestamp: number;
  /** Undefined: the partition's current leader epoch. */
  readonly epoch?: number;
}

const NOWHERE: Position = { offset: -1, timestamp: -1, epoch: -1 };

async function position(
  log: PartitionLog,
  timestamp: bigint,
  isolation: ReadIsolation,
): Promise<Position> {
  const end = limitOf(log, isolation);
  switch (timestamp) {
    case LATEST:
      return { offset: end, timestamp: -1 };
    case EARLIEST:
    case EARLIEST_LOCAL: {
      const offset = log.logStartOffset;
      return { offset, timestamp: -1, epoch: log.epochForOffset(offset) ?? -1 };
    }
    case LATEST_TIERED:
    case EARLIEST_PENDING_UPLOAD:
      return NOWHERE;
  }
  const found = timestamp === MAX_TIMESTAMP
    ? await log.offsetOfMaxTimestamp()
    : await log.offsetForTimestamp(Number(timestamp), isolation);
  if (found === null || found.offset >= end) return NOWHERE;
  return { offset: found.offset, timestamp: found.timestampMs, epoch: found.leaderEpoch };
}

function failed(partitionIndex: number, errorCode: number): PartitionResult {
  return { partitionIndex, errorCode };
}
