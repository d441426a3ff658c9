/** BrokerHeartbeat (63): a broker lives, and wants to be fenced, unfenced or stopped. */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { heartbeat } from "../broker_heartbeat.ts";
import { controllerApi } from "../controller_api.ts";
import type { CoordinatorServices } from "../services.ts";

export function brokerHeartbeat({ controller, access, sessions }: CoordinatorServices) {
  return controllerApi({
    api: Apis.BrokerHeartbeat,
    async run(request, context) {
      access.demandOnCluster(context, Operation.CLUSTER_ACTION);
      const { response, endOffset } = await controller.writeAt((state) =>
        heartbeat(state, request, sessions)
      );
      const { isCaughtUp, isFenced, inControlledShutdown, shouldShutDown } = response;
      if (inControlledShutdown && endOffset !== null) {
        sessions.shutDownAt(request.brokerId, endOffset);
      }
      return { throttleTimeMs: 0, errorCode: 0, isCaughtUp, isFenced, shouldShutDown };
    },
    failed: (_request, { errorCode }) => ({ throttleTimeMs: 0, errorCode, shouldShutDown: false }),
  });
}
