/** AlterPartitionReassignments (45). */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { alterReassignments } from "../reassignments.ts";
import type { CoordinatorServices } from "../services.ts";

export function alterPartitionReassignments({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.AlterPartitionReassignments,
    async run(request, context) {
      access.demandOnCluster(context, Operation.ALTER);
      const responses = await controller.write((state) => alterReassignments(state, request));
      const { allowReplicationFactorChange } = request;
      return {
        throttleTimeMs: 0,
        allowReplicationFactorChange,
        errorCode: 0,
        errorMessage: null,
        responses,
      };
    },
    failed: ({ topics }, failure) => ({
      throttleTimeMs: 0,
      ...failure,
      responses: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, ...failure })),
      })),
    }),
  });
}
