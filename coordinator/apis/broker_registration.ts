/** BrokerRegistration (62): a broker that starts announces itself. */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { registerBroker } from "../broker_registration.ts";
import { controllerApi } from "../controller_api.ts";
import type { CoordinatorServices } from "../services.ts";

export function brokerRegistration({ controller, access, sessions }: CoordinatorServices) {
  return controllerApi({
    api: Apis.BrokerRegistration,
    async run(request, context) {
      access.demandOnCluster(context, Operation.CLUSTER_ACTION);
      const { brokerEpoch } = await controller.write((state) =>
        registerBroker(state, request, sessions)
      );
      return { throttleTimeMs: 0, errorCode: 0, brokerEpoch };
    },
    failed: (_request, { errorCode }) => ({ throttleTimeMs: 0, errorCode }),
  });
}
