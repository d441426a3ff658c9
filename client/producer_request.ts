/** One Produce request: batches of several partitions to their leader, and what became of each. */
import { Apis } from "../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { ProduceRequest } from "../protocol/messages/produce.ts";
import { ZERO_UUID } from "../protocol/uuid.ts";
import type { ClusterClient } from "./cluster_client.ts";
import type { ProducerBatch, ProducerIdentity } from "./producer_batch.ts";
import type { ProducerSettings } from "./producer_options.ts";
import { LAST_PRODUCE_VERSION } from "./transaction.ts";

export type BatchResult =
  | { readonly baseOffset: bigint; readonly logAppendTimeMs: bigint }
  | { readonly error: unknown };

type Topics = EncodableMessage<typeof ProduceRequest>["topicData"];
type PartitionAnswer = DecodedMessage<
  (typeof Apis.Produce)["response"]
>["responses"][number]["partitionResponses"][number];

const LAST_VERSION_WITH_NAMES = 12;

/**
 * Sends the batches, no two of one partition.
 *
 * @returns A result for each, in their order.
 * @throws {ConnectionError} If no answer came: any of the batches may have been written.
 */
export async function sendBatches(
  cluster: ClusterClient,
  node: number,
  batches: readonly ProducerBatch[],
  identity: ProducerIdentity | null,
  settings: ProducerSettings,
  transactionalId: string | null = null,
): Promise<BatchResult[]> {
  const connection = await cluster.node(node);
  const { topics } = cluster.metadata;
  const topicIdOf = (name: string) => topics.get(name)?.topicId ?? ZERO_UUID;
  const haveIds = batches.every(({ topic }) => topicIdOf(topic) !== ZERO_UUID);
  const newest = connection.versionFor(Apis.Produce);
  const version = transactionalId !== null
    ? Math.min(newest, LAST_PRODUCE_VERSION)
    : haveIds
    ? newest
    : Math.min(newest, LAST_VERSION_WITH_NAMES);
  const byTopic = new Map<string, ProducerBatch[]>();
  for (const batch of batches) {
    const list = byTopic.get(batch.topic);
    if (list === undefined) byTopic.set(batch.topic, [batch]);
    else list.push(batch);
  }
  const batchSettings = {
    compression: settings.compression,
    level: Number.isNaN(settings.compressionLevel) ? undefined : settings.compressionLevel,
    transactional: transactionalId !== null,
  };
  const topicData: Topics = [...byTopic].map(([name, list]) => ({
    name,
    topicId: topicIdOf(name),
    partitionData: list.map((batch) => ({
      index: batch.partition,
      records: batch.bytes(identity, batchSettings),
    })),
  }));
  const { acks, requestTimeoutMs: timeoutMs } = settings;
  const request = { transactionalId, acks, timeoutMs, topicData };
  if (acks === 0) {
    connection.sendUnanswered(Apis.Produce, request, version);
    return batches.map(() => ({ baseOffset: -1n, logAppendTimeMs: -1n }));
  }
  const response = await connection.send(Apis.Produce, request, { version, timeoutMs });
  const answers = new Map<string, PartitionAnswer>();
  for (const { name, topicId, partitionResponses } of response.responses) {
    const topic = version > LAST_VERSION_WITH_NAMES ? topicId : name;
    for (const answer of partitionResponses) answers.set(`${topic}/${answer.index}`, answer);
  }
  return batches.map(({ topic, partition }) => {
    const key = version > LAST_VERSION_WITH_NAMES ? topicIdOf(topic) : topic;
    return resultOf(answers.get(`${key}/${partition}`));
  });
}

function resultOf(answer: PartitionAnswer | undefined): BatchResult {
  if (answer === undefined) {
    return { error: new ApiError(Errors.UNKNOWN_SERVER_ERROR, "The answer lacks the partition") };
  }
  const { errorCode, errorMessage, baseOffset, logAppendTimeMs, recordErrors } = answer;
  if (errorCode === Errors.NONE) return { baseOffset, logAppendTimeMs };
  if (errorCode === Errors.DUPLICATE_SEQUENCE_NUMBER) return { baseOffset: -1n, logAppendTimeMs };
  const ofRecord = recordErrors.find(({ batchIndexErrorMessage }) => batchIndexErrorMessage);
  const message = ofRecord?.batchIndexErrorMessage ?? errorMessage ?? undefined;
  return { error: new ApiError(errorCode, message) };
}
