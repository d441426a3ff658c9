/** CreateTopics (19). */
import { Apis } from "../../protocol/apis.ts";
import { errorMessage, Errors } from "../../protocol/errors.ts";
import { Operation, Resource } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { failure } from "../failure.ts";
import type { CoordinatorServices } from "../services.ts";
import { createTopics as create, failedTopic } from "../topic_creation.ts";
import { CLUSTER_METADATA_TOPIC } from "../topic_names.ts";
import { separateRepeated } from "./repeated.ts";

export function createTopics({ controller, access, rules }: CoordinatorServices) {
  return controllerApi({
    api: Apis.CreateTopics,
    async run(request, context) {
      const all = access.allowsOnCluster(context, Operation.CREATE);
      const { once, repeated } = separateRepeated(request.topics, ({ name }) => name);
      const refused = [...repeated].map((name) =>
        failedTopic(name, failure(Errors.INVALID_REQUEST, "Duplicate topic name."))
      );
      const topics = once.filter(({ name }) => {
        if (name === CLUSTER_METADATA_TOPIC) {
          const message = `Creation of internal topic ${name} is prohibited.`;
          refused.push(failedTopic(name, failure(Errors.INVALID_REQUEST, message)));
          return false;
        }
        if (all || access.allows(context, Operation.CREATE, Resource.TOPIC, name)) return true;
        const code = Errors.TOPIC_AUTHORIZATION_FAILED;
        refused.push(failedTopic(name, failure(code, errorMessage(code))));
        return false;
      });
      const describable = (name: string) =>
        access.allows(context, Operation.DESCRIBE_CONFIGS, Resource.TOPIC, name);
      const response = await controller.write((state) =>
        create(state, { ...request, topics }, { rules, describable })
      );
      return { throttleTimeMs: 0, topics: [...response.topics, ...refused] };
    },
    failed: ({ topics }, failure) => ({
      throttleTimeMs: 0,
      topics: topics.map(({ name }) => failedTopic(name, failure)),
    }),
  });
}
