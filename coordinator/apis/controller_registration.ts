/** ControllerRegistration (70). */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { registerController } from "../controller_registration.ts";
import type { CoordinatorServices } from "../services.ts";

export function controllerRegistration({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.ControllerRegistration,
    async run(request, context) {
      access.demandOnCluster(context, Operation.CLUSTER_ACTION);
      await controller.write((state) => registerController(state, request));
      return { throttleTimeMs: 0, errorCode: 0, errorMessage: null };
    },
    failed: (_request, failure) => ({ throttleTimeMs: 0, ...failure }),
  });
}
