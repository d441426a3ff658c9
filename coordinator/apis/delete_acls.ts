/** DeleteAcls (31). */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { Operation } from "../access.ts";
import { deleteAcls as remove } from "../acls.ts";
import { controllerApi } from "../controller_api.ts";
import type { CoordinatorServices } from "../services.ts";

export function deleteAcls({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.DeleteAcls,
    async run({ filters }, context) {
      if (access.authorizer === null) {
        throw new ApiError(Errors.SECURITY_DISABLED, "No Authorizer is configured.");
      }
      access.demandOnCluster(context, Operation.ALTER);
      const filterResults = await controller.write((state) => remove(state, filters));
      return { throttleTimeMs: 0, filterResults };
    },
    failed: ({ filters }, failure) => ({
      throttleTimeMs: 0,
      filterResults: filters.map(() => ({ ...failure, matchingAcls: [] })),
    }),
  });
}
