/** ExpireDelegationToken (40). */
import { Apis } from "../../protocol/apis.ts";
import { controllerApi } from "../controller_api.ts";
import { expireToken } from "../delegation_tokens.ts";
import type { CoordinatorServices } from "../services.ts";

export function expireDelegationToken({ controller, tokens }: CoordinatorServices) {
  return controllerApi({
    api: Apis.ExpireDelegationToken,
    async run({ hmac, expiryTimePeriodMs }, { principal }) {
      const expiryMs = await controller.write((state) =>
        expireToken(state, tokens, principal, hmac, expiryTimePeriodMs)
      );
      return { errorCode: 0, expiryTimestampMs: BigInt(expiryMs), throttleTimeMs: 0 };
    },
    failed: (_request, { errorCode }) => ({ errorCode, expiryTimestampMs: -1n, throttleTimeMs: 0 }),
  });
}
