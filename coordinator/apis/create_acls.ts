/** CreateAcls (30). */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { Operation } from "../access.ts";
import { createAcls as create } from "../acls.ts";
import { controllerApi } from "../controller_api.ts";
import type { CoordinatorServices } from "../services.ts";

export function createAcls({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.CreateAcls,
    async run({ creations }, context) {
      if (access.authorizer === null) {
        throw new ApiError(Errors.SECURITY_DISABLED, "No Authorizer is configured.");
      }
      access.demandOnCluster(context, Operation.ALTER);
      const results = await controller.write((state) => create(state, creations));
      return { throttleTimeMs: 0, results };
    },
    failed: ({ creations }, failure) => ({
      throttleTimeMs: 0,
      results: creations.map(() => failure),
    }),
  });
}
