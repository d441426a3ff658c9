/** ListPartitionReassignments (46). */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { listReassignments } from "../reassignments.ts";
import type { CoordinatorServices } from "../services.ts";

export function listPartitionReassignments({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.ListPartitionReassignments,
    run(request, context) {
      access.demandOnCluster(context, Operation.DESCRIBE);
      const topics = listReassignments(controller.image, request);
      return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, topics };
    },
    failed: (_request, failure) => ({ throttleTimeMs: 0, ...failure, topics: [] }),
  });
}
