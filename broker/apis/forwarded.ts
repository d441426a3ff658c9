/** APIs that a broker hands on to the active controller (KIP-590). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { Errors } from "../../protocol/errors.ts";
import type { CreateTopicsResponse } from "../../protocol/messages/create_topics.ts";
import { defineApi } from "../define_api.ts";
import type { BrokerServices } from "../services.ts";

/** How long a controller is looked for; a request's own timeout only bounds the controller's work. */
const FORWARD_TIMEOUT_MS = 60_000;
/** How long an answer waits for this broker to see what was created. */
const SEE_CREATED_MS = 1_000;

/** CreateTopics (19). Answers once this broker sees the topics, so that a client may use them at once. */
export function createTopics(services: BrokerServices): ApiHandler {
  return defineApi(Apis.CreateTopics, async (request, context) => {
    const { controller, metadata } = services;
    const response = await controller.forward(
      Apis.CreateTopics,
      request,
      context,
      FORWARD_TIMEOUT_MS,
    );
    if (!request.validateOnly) {
      const created = createdNames(response as DecodedMessage<typeof CreateTopicsResponse>);
      await metadata.until(
        ({ topics }) => created.every((name) => topics.byName.has(name)),
        SEE_CREATED_MS,
      );
    }
    return response;
  });
}

function createdNames(response: DecodedMessage<typeof CreateTopicsResponse>): string[] {
  return response.topics.filter((t) => t.errorCode === Errors.NONE).map((t) => t.name);
}

/** DeleteTopics (20). */
export function deleteTopics(services: BrokerServices): ApiHandler {
  return defineApi(
    Apis.DeleteTopics,
    (request, context) =>
      services.controller.forward(Apis.DeleteTopics, request, context, FORWARD_TIMEOUT_MS),
  );
}

/** CreatePartitions (37). */
export function createPartitions(services: BrokerServices): ApiHandler {
  return defineApi(
    Apis.CreatePartitions,
    (request, context) =>
      services.controller.forward(Apis.CreatePartitions, request, context, FORWARD_TIMEOUT_MS),
  );
}
