/** AssignReplicasToDirs (73). */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { assignReplicasToDirs as assign } from "../directory_assignments.ts";
import type { CoordinatorServices } from "../services.ts";

export function assignReplicasToDirs({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.AssignReplicasToDirs,
    async run(request, context) {
      access.demandOnCluster(context, Operation.CLUSTER_ACTION);
      const directories = await controller.write((state) => assign(state, request));
      return { throttleTimeMs: 0, errorCode: 0, directories };
    },
    failed: (_request, { errorCode }) => ({ throttleTimeMs: 0, errorCode, directories: [] }),
  });
}
