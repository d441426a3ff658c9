/** CreatePartitions: more partitions for topics that exist. */
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import type { MetadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type {
  CreatePartitionsRequest,
  CreatePartitionsResponse,
} from "../protocol/messages/create_partitions.ts";
import { atomic, type ControllerState, type Decision } from "./decision.ts";
import { failure, failureOf, SUCCESS } from "./failure.ts";
import { checkManualAssignment, manualIsr } from "./manual_assignment.ts";
import { newPartitionRecord, placePartitions } from "./new_partitions.ts";

type GrowingTopic = DecodedMessage<typeof CreatePartitionsRequest>["topics"][number];
type TopicResult = EncodableMessage<typeof CreatePartitionsResponse>["results"][number];

/** Names are distinct and allowed to this client. Each topic fails or succeeds alone. */
export function createPartitions(
  state: ControllerState,
  topics: readonly GrowingTopic[],
  validateOnly: boolean,
): Decision<readonly TopicResult[]> {
  const records: MetadataRecord[] = [];
  const results = topics.map((topic): TopicResult => {
    const { name } = topic;
    if (!state.image.topics.byName.has(name)) {
      return { name, ...failure(Errors.UNKNOWN_TOPIC_OR_PARTITION, null) };
    }
    try {
      records.push(...grow(state, topic));
      return { name, ...SUCCESS };
    } catch (error) {
      return { name, ...failureOf(error) };
    }
  });
  return atomic(validateOnly ? [] : records, results);
}

function grow(state: ControllerState, { name, count, assignments }: GrowingTopic) {
  const { id, partitions } = state.image.topics.byName.get(name)!;
  const size = partitions.length;
  if (count === size) {
    throw new ApiError(Errors.INVALID_PARTITIONS, `Topic already has ${size} partition(s).`);
  }
  if (count < size) {
    throw new ApiError(
      Errors.INVALID_PARTITIONS,
      `The topic ${name} currently has ${size} partition(s); ${count} would not be an increase.`,
    );
  }
  const added = count - size;
  const replicationFactor = partitions[0].replicas.length;
  if (assignments === null) {
    const placed = placePartitions(state, added, replicationFactor);
    return placed.map((partition, index) => newPartitionRecord(state, id, size + index, partition));
  }
  if (assignments.length !== added) {
    throw new ApiError(
      Errors.INVALID_REPLICA_ASSIGNMENT,
      `Attempted to add ${added} additional partition(s), but only ${assignments.length} assignment(s) were ` +
        `specified.`,
    );
  }
  return assignments.map(({ brokerIds }, index) => {
    checkManualAssignment(state.image, brokerIds, replicationFactor);
    const isr = manualIsr(state.image, brokerIds, size + index);
    return newPartitionRecord(state, id, size + index, { replicas: brokerIds, isr });
  });
}
