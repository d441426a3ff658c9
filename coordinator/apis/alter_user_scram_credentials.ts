/** AlterUserScramCredentials (51). */
import { Apis } from "../../protocol/apis.ts";
import { Operation } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { alterScramCredentials } from "../scram_credentials.ts";
import type { CoordinatorServices } from "../services.ts";

export function alterUserScramCredentials({ controller, access }: CoordinatorServices) {
  return controllerApi({
    api: Apis.AlterUserScramCredentials,
    async run(request, context) {
      access.demandOnCluster(context, Operation.ALTER);
      const results = await controller.write((state) => alterScramCredentials(state, request));
      return { throttleTimeMs: 0, results };
    },
    failed: ({ deletions, upsertions }, failure) => ({
      throttleTimeMs: 0,
      results: [...new Set([...deletions, ...upsertions].map(({ name }) => name))].map((user) => ({
        user,
        ...failure,
      })),
    }),
  });
}
