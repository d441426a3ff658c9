/** AlterPartition: a leader's only way to change the ISR of its partition (metadata-quorum 4.6, KIP-497, KIP-903). */
import type { PartitionImage, TopicImage } from "../metadata/image/image.ts";
import {
  changePartition as applyChange,
  NO_LEADER_CHANGE,
} from "../metadata/image/partition_state.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import { Errors } from "../protocol/errors.ts";
import type {
  AlterPartitionRequest,
  AlterPartitionResponse,
} from "../protocol/messages/alter_partition.ts";
import { registeredBroker } from "./broker_epochs.ts";
import { type ControllerState, type Decision, piecewise } from "./decision.ts";
import { isActive } from "./liveness.ts";
import { changePartition, RECOVERED, RECOVERING } from "./partition_change.ts";
import { partitionTarget } from "./partition_events.ts";

type Request = DecodedMessage<typeof AlterPartitionRequest>;
type RequestPartition = Request["topics"][number]["partitions"][number];
type Topic = EncodableMessage<typeof AlterPartitionResponse>["topics"][number];
type PartitionResult = Topic["partitions"][number];

/** First version that names topics by id and knows the newer error codes. */
const TOPIC_IDS = 2;
/** First version with a broker epoch for each ISR member. */
const MEMBER_EPOCHS = 3;
const UNKNOWN_EPOCH = -1n;

/** One result per partition; @throws {ApiError} STALE_BROKER_EPOCH. */
export function alterPartitions(
  state: ControllerState,
  request: Request,
  version: number,
): Decision<readonly Topic[]> {
  registeredBroker(state, request.brokerId, request.brokerEpoch);
  const records: MetadataRecord[] = [];
  const topics = request.topics.map(({ topicName, topicId, partitions }): Topic => {
    const { byId, byName } = state.image.topics;
    const topic = version >= TOPIC_IDS ? byId.get(topicId) : byName.get(topicName);
    if (topic === undefined) {
      const code = version >= TOPIC_IDS
        ? Errors.UNKNOWN_TOPIC_ID
        : Errors.UNKNOWN_TOPIC_OR_PARTITION;
      return { topicName, topicId, partitions: partitions.map((it) => refused(it, code)) };
    }
    const seen = new Set<number>();
    return {
      topicName,
      topicId,
      partitions: partitions.map((wanted) => {
        const repeated = seen.has(wanted.partitionIndex);
        seen.add(wanted.partitionIndex);
        return repeated
          ? refused(wanted, Errors.INVALID_REQUEST)
          : alterPartition(state, request.brokerId, topic, wanted, version, records);
      }),
    };
  });
  return piecewise(records, topics);
}

function refused({ partitionIndex }: RequestPartition, errorCode: number): PartitionResult {
  return {
    partitionIndex,
    errorCode,
    leaderId: 0,
    leaderEpoch: 0,
    isr: [],
    leaderRecoveryState: RECOVERED,
    partitionEpoch: 0,
  };
}

function alterPartition(
  state: ControllerState,
  brokerId: number,
  topic: TopicImage,
  wanted: RequestPartition,
  version: number,
  records: MetadataRecord[],
): PartitionResult {
  const { partitionIndex } = wanted;
  const members = version >= MEMBER_EPOCHS
    ? wanted.newIsrWithEpochs
    : wanted.newIsr.map((id) => ({ brokerId: id, brokerEpoch: UNKNOWN_EPOCH }));
  let partition = topic.partitions[partitionIndex] as PartitionImage | undefined;
  const error = problemOf(state, brokerId, partition, wanted, members, version);
  if (partition === undefined || error !== Errors.NONE) return refused(wanted, error);
  const record = changePartition({
    ...partitionTarget(state, topic, partitionIndex),
    isr: members.map((member) => member.brokerId),
    recoveryState: wanted.leaderRecoveryState,
  });
  if (record !== null) {
    records.push(record);
    partition = applyChange(partition, record.value);
    const { leader } = record.value;
    if (leader !== brokerId && leader !== NO_LEADER_CHANGE) {
      // The change completed a reassignment that moved the leader: written, and an error all the same.
      const code = version >= TOPIC_IDS ? Errors.NEW_LEADER_ELECTED : Errors.FENCED_LEADER_EPOCH;
      return refused(wanted, code);
    }
  }
  return {
    partitionIndex,
    errorCode: Errors.NONE,
    leaderId: partition.leader,
    leaderEpoch: partition.leaderEpoch,
    isr: partition.isr,
    leaderRecoveryState: partition.leaderRecoveryState,
    partitionEpoch: partition.partitionEpoch,
  };
}

type Member = { readonly brokerId: number; readonly brokerEpoch: bigint };

function problemOf(
  state: ControllerState,
  brokerId: number,
  partition: PartitionImage | undefined,
  wanted: RequestPartition,
  members: readonly Member[],
  version: number,
): number {
  if (partition === undefined) return Errors.UNKNOWN_TOPIC_OR_PARTITION;
  const { leaderEpoch, partitionEpoch, leaderRecoveryState: recovery } = wanted;
  // The leader knows more than this controller, so it talked to a newer one.
  if (leaderEpoch > partition.leaderEpoch || partitionEpoch > partition.partitionEpoch) {
    return Errors.NOT_CONTROLLER;
  }
  if (leaderEpoch < partition.leaderEpoch) return Errors.FENCED_LEADER_EPOCH;
  if (brokerId !== partition.leader) return Errors.INVALID_REQUEST;
  if (partitionEpoch < partition.partitionEpoch) return Errors.INVALID_UPDATE_VERSION;
  const ids = members.map((member) => member.brokerId);
  const valid = new Set(ids).size === ids.length && ids.includes(brokerId) &&
    ids.every((id) => partition.replicas.includes(id));
  if (!valid) return Errors.INVALID_REQUEST;
  if (recovery !== RECOVERED && recovery !== RECOVERING) return Errors.INVALID_REQUEST;
  if (recovery === RECOVERING && ids.length > 1) return Errors.INVALID_REQUEST;
  if (partition.leaderRecoveryState === RECOVERED && recovery === RECOVERING) {
    return Errors.INVALID_REQUEST;
  }
  if (!members.every((member) => isEligible(state, member))) {
    return version >= TOPIC_IDS ? Errors.INELIGIBLE_REPLICA : Errors.OPERATION_NOT_ATTEMPTED;
  }
  return Errors.NONE;
}

/** Whether the broker may be in an ISR, and is still the one that the leader means. */
function isEligible({ image }: ControllerState, { brokerId, brokerEpoch }: Member): boolean {
  const broker = image.brokers.get(brokerId);
  return isActive(broker) && (brokerEpoch === UNKNOWN_EPOCH || brokerEpoch === broker.epoch);
}
