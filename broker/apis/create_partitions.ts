/** CreatePartitions (37), by the active controller. */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import { askController } from "../forward.ts";
import type { BrokerServices } from "../services.ts";

/** How long an answer waits for this broker to see what was created. */
const SEE_CREATED_MS = 1_000;

/** Answers once this broker sees the partitions, so that a client may use them at once. */
export function createPartitions(services: BrokerServices): ApiHandler {
  return defineApi(Apis.CreatePartitions, async (request, context) => {
    const response = await askController(
      services,
      Apis.CreatePartitions,
      request,
      context,
      ({ topics }, failure) => ({
        throttleTimeMs: 0,
        results: topics.map(({ name }) => ({ name, ...failure })),
      }),
    );
    if (!request.validateOnly) {
      const grown = new Set(
        response.results.filter(({ errorCode }) => errorCode === Errors.NONE)
          .map(({ name }) => name),
      );
      const asked = request.topics.filter(({ name }) => grown.has(name));
      await services.metadata.until(
        // A topic that is gone already is not waited for.
        ({ topics }) =>
          asked.every(({ name, count }) =>
            (topics.byName.get(name)?.partitions.length ?? count) >= count
          ),
        SEE_CREATED_MS,
      );
    }
    return response;
  });
}
