/** Elections that nobody's coming or going asked for: ElectLeaders, and the two periodic passes (metadata-quorum 4.5). */
import type { PartitionImage, TopicImage } from "../metadata/image/image.ts";
import { NO_LEADER } from "../metadata/image/image.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import { errorMessage, Errors } from "../protocol/errors.ts";
import type {
  ElectLeadersRequest,
  ElectLeadersResponse,
} from "../protocol/messages/elect_leaders.ts";
import { type ControllerState, type Decision, piecewise } from "./decision.ts";
import type { ElectionMode } from "./election.ts";
import { type Failure, failure, SUCCESS } from "./failure.ts";
import { changePartition, type PartitionChange } from "./partition_change.ts";
import { partitionTarget } from "./partition_events.ts";
import { uncleanElectionEnabled } from "./topic_settings.ts";

type TopicResult = EncodableMessage<typeof ElectLeadersResponse>["replicaElectionResults"][number];

/** Most elections of one periodic pass. */
export const MOST_ELECTIONS_PER_PASS = 1000;

const PREFERRED = 0;
const UNCLEAN = 1;

/** One result per partition named; with no list all partitions are tried and those that need nothing are left out. */
export function electLeaders(
  state: ControllerState,
  { electionType, topicPartitions }: DecodedMessage<typeof ElectLeadersRequest>,
): Decision<readonly TopicResult[]> {
  const mode = electionType === UNCLEAN ? "unclean" : "preferred";
  const records: MetadataRecord[] = [];
  const elect = (topic: string, partitionId: number) => {
    const { outcome, record } = electLeader(state, topic, partitionId, mode);
    if (record !== null) records.push(record);
    return { partitionId, ...outcome };
  };
  const asked = topicPartitions ?? [...state.image.topics.byName.values()].map((topic) => ({
    topic: topic.name,
    partitions: topic.partitions.map((_, partitionId) => partitionId),
  }));
  const results = asked.map(({ topic, partitions }) => ({
    topic,
    partitionResult: partitions.map((partitionId) => elect(topic, partitionId)).filter(
      ({ errorCode }) => topicPartitions !== null || errorCode !== Errors.ELECTION_NOT_NEEDED,
    ),
  }));
  return piecewise(records, results);
}

/** Whether ElectLeaders knows the type. */
export function isElectionType(type: number): boolean {
  return type === PREFERRED || type === UNCLEAN;
}

interface Outcome {
  readonly outcome: Failure;
  readonly record: PartitionChange | null;
}

function electLeader(
  state: ControllerState,
  topicName: string,
  partitionId: number,
  mode: ElectionMode,
): Outcome {
  const refused = (code: number, message = errorMessage(code)): Outcome => ({
    outcome: failure(code, message),
    record: null,
  });
  const topic = state.image.topics.byName.get(topicName);
  if (topic === undefined) {
    return refused(Errors.UNKNOWN_TOPIC_OR_PARTITION, `No such topic as ${topicName}`);
  }
  const partition = topic.partitions[partitionId];
  if (partition === undefined) {
    const message = `No such partition as ${topicName}-${partitionId}`;
    return refused(Errors.UNKNOWN_TOPIC_OR_PARTITION, message);
  }
  const done = mode === "preferred" ? isPreferred(partition) : partition.leader !== NO_LEADER;
  if (done) return refused(Errors.ELECTION_NOT_NEEDED);
  const record = changePartition({ ...partitionTarget(state, topic, partitionId), mode });
  if (record === null || record.value.leader < 0) {
    return refused(
      mode === "preferred"
        ? Errors.PREFERRED_LEADER_NOT_AVAILABLE
        : Errors.ELIGIBLE_LEADERS_NOT_AVAILABLE,
    );
  }
  return { outcome: SUCCESS, record };
}

/** Gives leadership back to preferred replicas; `response` says whether the pass was cut short. */
export function balanceLeaders(state: ControllerState): Decision<boolean> {
  return pass(
    state,
    (_topic, partition) => partition.leader !== NO_LEADER && !isPreferred(partition),
    "preferred",
  );
}

/** Elects for partitions without leader whose topics allow losing records for it. */
export function electUnclean(state: ControllerState): Decision<boolean> {
  const concerned = (topic: TopicImage, partition: PartitionImage) =>
    partition.leader === NO_LEADER && uncleanElectionEnabled(state, topic.name);
  return pass(state, concerned, "unclean");
}

function pass(
  state: ControllerState,
  concerned: (topic: TopicImage, partition: PartitionImage) => boolean,
  mode: ElectionMode,
): Decision<boolean> {
  const records: MetadataRecord[] = [];
  for (const topic of state.image.topics.byId.values()) {
    for (const [partitionId, partition] of topic.partitions.entries()) {
      if (!concerned(topic, partition)) continue;
      if (records.length >= MOST_ELECTIONS_PER_PASS) return piecewise(records, true);
      const record = changePartition({ ...partitionTarget(state, topic, partitionId), mode });
      if (record !== null) records.push(record);
    }
  }
  return piecewise(records, false);
}

function isPreferred({ leader, replicas }: PartitionImage): boolean {
  return leader === replicas[0];
}
