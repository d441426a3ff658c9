/** CreateTopics (19), by the active controller. */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import { askController } from "../forward.ts";
import type { BrokerServices } from "../services.ts";

/** How long an answer waits for this broker to see what was created. */
const SEE_CREATED_MS = 1_000;

/** Answers once this broker sees the topics, so that a client may use them at once. */
export function createTopics(services: BrokerServices): ApiHandler {
  return defineApi(Apis.CreateTopics, async (request, context) => {
    const response = await askController(
      services,
      Apis.CreateTopics,
      request,
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
