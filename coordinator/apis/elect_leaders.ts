/** ElectLeaders (43). */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { electLeaders as elect, isElectionType } from "../leader_elections.ts";
import type { CoordinatorServices } from "../services.ts";

export function electLeaders({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.ElectLeaders,
    async run(request, context) {
      access.demandOnCluster(context, Operation.ALTER);
      if (!isElectionType(request.electionType)) {
        throw new ApiError(
          Errors.INVALID_REQUEST,
          `Unknown election type ${request.electionType}`,
        );
      }
      const results = await controller.write((state) => elect(state, request));
      return { throttleTimeMs: 0, errorCode: 0, replicaElectionResults: results };
    },
    failed: ({ topicPartitions }, failure, { apiVersion }) => ({
      throttleTimeMs: 0,
      ...(apiVersion >= 1 && { errorCode: failure.errorCode }),
      replicaElectionResults: (topicPartitions ?? []).map(({ topic, partitions }) => ({
        topic,
        partitionResult: partitions.map((partitionId) => ({ partitionId, ...failure })),
      })),
    }),
  });
}
