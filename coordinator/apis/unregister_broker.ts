/** UnregisterBroker (64): a broker is gone for good. */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { unregisterBroker as unregister } from "../broker_registration.ts";
import { controllerApi } from "../controller_api.ts";
import type { CoordinatorServices } from "../services.ts";

export function unregisterBroker({ controller, access, sessions }: CoordinatorServices) {
  return controllerApi({
    api: Apis.UnregisterBroker,
    async run({ brokerId }, context) {
      access.demandOnCluster(context, Operation.ALTER);
      await controller.write((state) => unregister(state, brokerId));
      sessions.remove(brokerId);
      return { throttleTimeMs: 0, errorCode: 0, errorMessage: null };
    },
    failed: (_request, failure) => ({ throttleTimeMs: 0, ...failure }),
  });
}
