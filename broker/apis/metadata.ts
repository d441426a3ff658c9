/** Metadata (3): brokers, topics, leaders; creates asked-for topics where that is allowed. */
import type { ApiHandler, RequestContext } from "../../network/api.ts";
import type { TopicImage } from "../../metadata/image/image.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage, EncodableMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { MetadataRequest, MetadataResponse } from "../../protocol/messages/metadata.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import {
  ALL_CLUSTER_OPERATIONS,
  ALL_TOPIC_OPERATIONS,
  OPERATIONS_NOT_ASKED,
} from "../authorized_operations.ts";
import { defineApi } from "../../network/define_api.ts";
import { isInternalTopic } from "../internal_topics.ts";
import { describePartition } from "../metadata/describe_partitions.ts";
import { brokerEndpoints } from "../metadata/endpoints.ts";
import type { BrokerServices } from "../services.ts";
import { isLegalTopicName } from "../topic_name.ts";

type Request = DecodedMessage<typeof MetadataRequest>;
type Response = EncodableMessage<typeof MetadataResponse>;
type Topic = Response["topics"][number];

export function metadata(services: BrokerServices): ApiHandler {
  return defineApi(Apis.Metadata, (request, context) => {
    const refused = refusal(request, context.apiVersion);
    return refused ?? answer(services, request, context);
  });
}

/** Asking by topic id is allowed from version 12 on; the whole answer is an error otherwise. */
function refusal(request: Request, version: number): Response | null {
  const topics = request.topics ?? [];
  const byId = topics.some((t) => t.name === null || t.topicId !== ZERO_UUID);
  const nothing = topics.some((t) => t.name === null && t.topicId === ZERO_UUID);
  if (version >= 12 ? !nothing : !byId) return null;
  const errorCode = version >= 12 ? Errors.UNKNOWN_SERVER_ERROR : Errors.INVALID_REQUEST;
  return {
    brokers: [],
    topics: topics.map(({ name, topicId }) => failed(errorCode, name ?? "", topicId)),
  };
}

function answer(services: BrokerServices, request: Request, context: RequestContext): Response {
  const { image } = services.metadata;
  const { apiVersion } = context;
  const { listener } = context.connection;
  const brokers = brokerEndpoints(image, listener);
  const all = request.topics === null || (apiVersion === 0 && request.topics.length === 0);
  const topics = all
    ? [...image.topics.byName.values()].map((topic) => describe(services, topic, request, context))
    : dedupe(request.topics!).map((asked) => oneTopic(services, asked, request, context));
  return {
    brokers,
    clusterId: services.clusterId,
    controllerId: brokers.length > 0 ? brokers[services.random.below(brokers.length)].nodeId : -1,
    topics,
    clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
      ? ALL_CLUSTER_OPERATIONS
      : OPERATIONS_NOT_ASKED,
  };
}

type Asked = NonNullable<Request["topics"]>[number];

function dedupe(topics: readonly Asked[]): Asked[] {
  const seen = new Map<string, Asked>();
  for (const topic of topics) {
    const key = `${topic.name ?? ""}/${topic.topicId}`;
    if (!seen.has(key)) seen.set(key, topic);
  }
  return [...seen.values()];
}

function oneTopic(
  services: BrokerServices,
  asked: Asked,
  request: Request,
  context: RequestContext,
): Topic {
  const { topics } = services.metadata.image;
  const { name, topicId } = asked;
  if (topicId !== ZERO_UUID) {
    const topic = topics.byId.get(topicId);
    return topic === undefined
      ? failed(Errors.UNKNOWN_TOPIC_ID, null, topicId)
      : describe(services, topic, request, context);
  }
  const topic = topics.byName.get(name!);
  if (topic !== undefined) return describe(services, topic, request, context);
  if (!isLegalTopicName(name!)) return failed(Errors.INVALID_TOPIC_EXCEPTION, name, ZERO_UUID);
  const mayCreate = request.allowAutoTopicCreation &&
    services.config.get("auto.create.topics.enable");
  if (mayCreate) services.topicCreator.createInBackground(name!, context);
  return {
    ...failed(Errors.UNKNOWN_TOPIC_OR_PARTITION, name, ZERO_UUID),
    isInternal: isInternalTopic(name!),
  };
}

function describe(
  services: BrokerServices,
  topic: TopicImage,
  request: Request,
  context: RequestContext,
): Topic {
  const { image } = services.metadata;
  const { apiVersion, connection } = context;
  return {
    errorCode: Errors.NONE,
    name: topic.name,
    topicId: topic.id,
    isInternal: isInternalTopic(topic.name),
    partitions: topic.partitions.map((_, index) =>
      describePartition(image, topic, index, connection.listener, {
        listenerErrors: apiVersion >= 6,
        aliveOnly: apiVersion === 0,
      })
    ),
    topicAuthorizedOperations: request.includeTopicAuthorizedOperations
      ? ALL_TOPIC_OPERATIONS
      : OPERATIONS_NOT_ASKED,
  };
}

function failed(errorCode: number, name: string | null, topicId: string): Topic {
  return { errorCode, name, topicId, partitions: [] };
}
