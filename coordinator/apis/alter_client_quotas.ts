/** AlterClientQuotas (49). */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { alterClientQuotas as alter } from "../client_quotas.ts";
import { controllerApi } from "../controller_api.ts";
import type { CoordinatorServices } from "../services.ts";

export function alterClientQuotas({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.AlterClientQuotas,
    async run(request, context) {
      access.demandOnCluster(context, Operation.ALTER_CONFIGS);
      const entries = await controller.write((state) => alter(state, request));
      return { throttleTimeMs: 0, entries };
    },
    failed: ({ entries }, failure) => ({
      throttleTimeMs: 0,
      entries: entries.map(({ entity }) => ({ entity, ...failure })),
    }),
  });
}
