/** DescribeTopicPartitions (75): topics page by page, with eligible leader replicas (KIP-966). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { EncodableMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { DescribeTopicPartitionsResponse } from "../../protocol/messages/describe_topic_partitions.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { ALL_TOPIC_OPERATIONS, OPERATIONS_NOT_ASKED } from "../authorized_operations.ts";
import { defineApi } from "../../network/define_api.ts";
import { isInternalTopic } from "../internal_topics.ts";
import { describePartition } from "../metadata/describe_partitions.ts";
import type { BrokerServices } from "../services.ts";
import { isLegalTopicName } from "../topic_name.ts";

type Response = EncodableMessage<typeof DescribeTopicPartitionsResponse>;
type Topic = Response["topics"][number];

export function describeTopicPartitions(services: BrokerServices): ApiHandler {
  return defineApi(Apis.DescribeTopicPartitions, (request, context): Response => {
    const { image } = services.metadata;
    const { cursor } = request;
    let names = request.topics.length > 0
      ? request.topics.map(({ name }) => name)
      : [...image.topics.byName.keys()];
    names = [...new Set(names)].sort();
    if (cursor !== null) {
      const unlisted = request.topics.length > 0 && !names.includes(cursor.topicName);
      if (unlisted || cursor.partitionIndex < 0) {
        return {
          topics: names.map((name) => failed(Errors.INVALID_REQUEST, name, OPERATIONS_NOT_ASKED)),
        };
      }
      names = names.filter((name) => name >= cursor.topicName);
    }
    const most = services.config.get("max.request.partition.size.limit");
    let left = Math.max(1, Math.min(request.responsePartitionLimit, most));
    const topics: Topic[] = [];
    for (const name of names) {
      const topic = image.topics.byName.get(name);
      if (topic === undefined) {
        const code = isLegalTopicName(name)
          ? Errors.UNKNOWN_TOPIC_OR_PARTITION
          : Errors.INVALID_TOPIC_EXCEPTION;
        topics.push(failed(code, name, ALL_TOPIC_OPERATIONS));
        continue;
      }
      const first = cursor?.topicName === name ? cursor.partitionIndex : 0;
      const last = Math.min(topic.partitions.length, first + left);
      if (left === 0) {
        return { topics, nextCursor: { topicName: name, partitionIndex: first } };
      }
      const partitions = [];
      for (let index = first; index < last; index++) {
        partitions.push(describePartition(image, topic, index, context.connection.listener));
      }
      left -= partitions.length;
      topics.push({
        errorCode: Errors.NONE,
        name,
        topicId: topic.id,
        isInternal: isInternalTopic(name),
        partitions,
        topicAuthorizedOperations: ALL_TOPIC_OPERATIONS,
      });
      if (last < topic.partitions.length) {
        return { topics, nextCursor: { topicName: name, partitionIndex: last } };
      }
    }
    return { topics, nextCursor: null };
  });
}

function failed(errorCode: number, name: string, operations: number): Topic {
  return {
    errorCode,
    name,
    topicId: ZERO_UUID,
    isInternal: isInternalTopic(name),
    partitions: [],
    topicAuthorizedOperations: operations,
  };
}
