/** AlterPartition (56). */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { alterPartitions } from "../isr_changes.ts";
import type { CoordinatorServices } from "../services.ts";

export function alterPartition({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.AlterPartition,
    async run(request, context) {
      access.demandOnCluster(context, Operation.CLUSTER_ACTION);
      const topics = await controller.write((state) =>
        alterPartitions(state, request, context.apiVersion)
      );
      return { throttleTimeMs: 0, errorCode: 0, topics };
    },
    failed: (_request, { errorCode }) => ({ throttleTimeMs: 0, errorCode, topics: [] }),
  });
}
