/** AssignReplicasToDirs: brokers tell in which log directory each replica lies (KIP-858, metadata-quorum 4.7). */
import type { BrokerRegistration } from "../metadata/image/image.ts";
import { MetadataVersion } from "../metadata/metadata_version.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type {
  AssignReplicasToDirsRequest,
  AssignReplicasToDirsResponse,
} from "../protocol/messages/assign_replicas_to_dirs.ts";
import { registeredBroker } from "./broker_epochs.ts";
import { type ControllerState, type Decision, metadataVersionIn, piecewise } from "./decision.ts";
import { acceptableLeaders, hasOnlineDirectory } from "./liveness.ts";
import { changePartition } from "./partition_change.ts";
import { partitionTarget } from "./partition_events.ts";

type Request = DecodedMessage<typeof AssignReplicasToDirsRequest>;
type Directory = EncodableMessage<typeof AssignReplicasToDirsResponse>["directories"][number];

/** One result per partition; @throws {ApiError} UNSUPPORTED_VERSION, STALE_BROKER_EPOCH. */
export function assignReplicasToDirs(
  state: ControllerState,
  request: Request,
): Decision<readonly Directory[]> {
  if (metadataVersionIn(state) < MetadataVersion.IBP_3_7_IV2_DIRECTORIES) {
    throw new ApiError(Errors.UNSUPPORTED_VERSION, "Directory assignment is not supported yet.");
  }
  const broker = registeredBroker(state, request.brokerId, request.brokerEpoch);
  const records: MetadataRecord[] = [];
  const directories = request.directories.map(({ id, topics }): Directory => ({
    id,
    topics: topics.map(({ topicId, partitions }) => ({
      topicId,
      partitions: partitions.map(({ partitionIndex }) => ({
        partitionIndex,
        errorCode: assign(state, broker, id, topicId, partitionIndex, records),
      })),
    })),
  }));
  return piecewise(records, directories);
}

function assign(
  state: ControllerState,
  broker: BrokerRegistration,
  directory: string,
  topicId: string,
  partitionId: number,
  records: MetadataRecord[],
): number {
  const topic = state.image.topics.byId.get(topicId);
  if (topic === undefined) return Errors.UNKNOWN_TOPIC_ID;
  const partition = topic.partitions[partitionId];
  if (partition === undefined) return Errors.UNKNOWN_TOPIC_OR_PARTITION;
  const index = partition.replicas.indexOf(broker.id);
  if (index < 0) return Errors.NOT_LEADER_OR_FOLLOWER;
  const offline = !hasOnlineDirectory(broker, directory);
  const record = changePartition({
    ...partitionTarget(state, topic, partitionId),
    directories: partition.directories.with(index, directory),
    ...(offline && {
      isr: partition.isr.filter((id) => id !== broker.id),
      acceptable: acceptableLeaders(state.image, partition, broker.id),
    }),
  });
  if (record !== null) records.push(record);
  return Errors.NONE;
}
