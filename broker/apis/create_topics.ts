/** CreateTopics (19), by the active controller. */
import type { BrokerConfig } from "../../config/broker_config.ts";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import { askController } from "../forward.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import type { BrokerServices } from "../services.ts";
import { ownDefault } from "../topic_creator.ts";

/** How long an answer waits for this broker to see what was created. */
const SEE_CREATED_MS = 1_000;

/** Answers once this broker sees the topics, so that a client may use them at once. */
export function createTopics(services: BrokerServices): ApiHandler {
  return defineApi(Apis.CreateTopics, async (request, context) => {
    const response = await askController(
      services,
      Apis.CreateTopics,
      withBrokerDefaults(request, services.config),
      context,
      ({ topics }, failure) => ({ topics: topics.map(({ name }) => ({ name, ...failure })) }),
    );
    if (!request.validateOnly) {
      const created = response.topics
        .filter(({ errorCode }) => errorCode === Errors.NONE).map(({ name }) => name);
      await services.metadata.until(
        ({ topics }) => created.every((name) => topics.byName.has(name)),
        SEE_CREATED_MS,
      );
    }
    return response;
  });
}

type Request = DecodedMessage<typeof Apis.CreateTopics.request>;

/**
 * In a cluster with ZooKeeper the controller was one of the brokers, and its file told how many partitions a topic gets
 * that names no number. A coordinator in ZooKeeper's place has no such file: the broker that is asked tells.
 */
function withBrokerDefaults(request: Request, config: BrokerConfig): Request {
  if (!config.given.get("zookeeper.connect")?.trim()) return request;
  const topics = request.topics.map((topic) =>
    topic.assignments.length > 0 ? topic : {
      ...topic,
      numPartitions: topic.numPartitions === -1
        ? ownDefault(config, "num.partitions")
        : topic.numPartitions,
      replicationFactor: topic.replicationFactor === -1
        ? ownDefault(config, "default.replication.factor")
        : topic.replicationFactor,
    }
  );
  return { ...request, topics };
}
