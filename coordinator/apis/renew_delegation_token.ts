/** RenewDelegationToken (39). */
import { Apis } from "../../protocol/apis.ts";
import { controllerApi } from "../controller_api.ts";
import { renewToken } from "../delegation_tokens.ts";
import type { CoordinatorServices } from "../services.ts";

export function renewDelegationToken({ controller, tokens }: CoordinatorServices) {
  return controllerApi({
    api: Apis.RenewDelegationToken,
    async run({ hmac, renewPeriodMs }, { principal }) {
      const expiryMs = await controller.write((state) =>
        renewToken(state, tokens, principal, hmac, renewPeriodMs)
      );
      return { errorCode: 0, expiryTimestampMs: BigInt(expiryMs), throttleTimeMs: 0 };
    },
    failed: (_request, { errorCode }) => ({ errorCode, expiryTimestampMs: -1n, throttleTimeMs: 0 }),
  });
}
