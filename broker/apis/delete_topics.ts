/** DeleteTopics (20), by the active controller. */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { defineApi } from "../../network/define_api.ts";
import { askController } from "../forward.ts";
import type { BrokerServices } from "../services.ts";

/** How long an answer waits for this broker to see what was deleted. */
const SEE_DELETED_MS = 1_000;

/** Answers once this broker no longer sees the topics: a client that asks again at once must not find them. */
export function deleteTopics(services: BrokerServices): ApiHandler {
  return defineApi(Apis.DeleteTopics, async (request, context) => {
    const response = await askController(
      services,
      Apis.DeleteTopics,
      request,
      context,
      ({ topics, topicNames }, failure, { apiVersion }) => ({
        responses: apiVersion >= 6
          ? topics.map(({ name, topicId }) => ({ name, topicId, ...failure }))
          : topicNames.map((name) => ({ name, ...failure })),
      }),
    );
    const deleted = response.responses.filter(({ errorCode }) => errorCode === Errors.NONE);
    await services.metadata.until(
      ({ topics }) =>
        deleted.every(({ name, topicId = ZERO_UUID }) =>
          topicId === ZERO_UUID ? !topics.byName.has(name!) : !topics.byId.has(topicId)
        ),
      SEE_DELETED_MS,
    );
    return response;
  });
}
