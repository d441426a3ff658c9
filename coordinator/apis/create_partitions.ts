/** CreatePartitions (37). */
import { Apis } from "../../protocol/apis.ts";
import { errorMessage, Errors } from "../../protocol/errors.ts";
import { Operation, Resource } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { createPartitions as create } from "../partition_growth.ts";
import type { CoordinatorServices } from "../services.ts";
import { separateRepeated } from "./repeated.ts";

export function createPartitions({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.CreatePartitions,
    async run(request, context) {
      const { once, repeated } = separateRepeated(request.topics, ({ name }) => name);
      const refused = [...repeated].map((name) => ({
        name,
        errorCode: Errors.INVALID_REQUEST,
        errorMessage: "Duplicate topic name." as string | null,
      }));
      const topics = once.filter(({ name }) => {
        if (access.allows(context, Operation.ALTER, Resource.TOPIC, name)) return true;
        const errorCode = Errors.TOPIC_AUTHORIZATION_FAILED;
        refused.push({ name, errorCode, errorMessage: errorMessage(errorCode) });
        return false;
      });
      const results = await controller.write((state) =>
        create(state, topics, request.validateOnly)
      );
      return { throttleTimeMs: 0, results: [...refused, ...results] };
    },
    failed: ({ topics }, failure) => ({
      throttleTimeMs: 0,
      results: topics.map(({ name }) => ({ name, ...failure })),
    }),
  });
}
