/** DeleteTopics (20). */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { Operation, Resource } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import type { CoordinatorServices } from "../services.ts";
import { deleteTopics as remove } from "../topic_deletion.ts";

export function deleteTopics({ controller, access, settings }: CoordinatorServices) {
  return controllerApi({
    api: Apis.DeleteTopics,
    async run(request, context) {
      if (!settings.deleteTopicEnable) {
        throw new ApiError(
          context.apiVersion < 3 ? Errors.INVALID_REQUEST : Errors.TOPIC_DELETION_DISABLED,
          "Topic deletion is disabled.",
        );
      }
      const all = access.allowsOnCluster(context, Operation.DELETE);
      const may = (operation: number) => (name: string) =>
        all || access.allows(context, operation, Resource.TOPIC, name);
      const responses = await controller.write((state) =>
        remove(state, request, {
          describable: may(Operation.DESCRIBE),
          deletable: may(Operation.DELETE),
        })
      );
      return { throttleTimeMs: 0, responses };
    },
    failed: ({ topics, topicNames }, failure) => ({
      throttleTimeMs: 0,
      responses: [
        ...topicNames.map((name) => ({ name, topicId: ZERO_UUID })),
        ...topics,
      ].map(({ name, topicId }) => ({ name, topicId, ...failure })),
    }),
  });
}
