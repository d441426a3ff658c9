/** AllocateProducerIds (67): a broker takes the next block of producer ids. */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { allocateProducerIds as allocate } from "../producer_ids.ts";
import type { CoordinatorServices } from "../services.ts";

export function allocateProducerIds({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.AllocateProducerIds,
    async run(request, context) {
      access.demandOnCluster(context, Operation.CLUSTER_ACTION);
      const block = await controller.write((state) => allocate(state, request));
      return { throttleTimeMs: 0, errorCode: 0, ...block };
    },
    failed: (_request, { errorCode }) => ({
      throttleTimeMs: 0,
      errorCode,
      producerIdStart: -1n,
      producerIdLen: 0,
    }),
  });
}
