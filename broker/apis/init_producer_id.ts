/** InitProducerId (22) of idempotent producers (KIP-98, KIP-360). */
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";

export function initProducerId(services: BrokerServices): ApiHandler {
  const failed = (errorCode: number) => ({ errorCode, producerEpoch: -1 });
  return defineApi(Apis.InitProducerId, async (request) => {
    const { transactionalId, producerId, producerEpoch, transactionTimeoutMs } = request;
    if (transactionalId === "") return failed(Errors.INVALID_REQUEST);
    if ((producerId < 0n) !== (producerEpoch < 0)) return failed(Errors.INVALID_REQUEST);
    if (transactionalId !== null) {
      const most = services.config.get("transaction.max.timeout.ms");
      const fits = transactionTimeoutMs > 0 && transactionTimeoutMs <= most;
      return failed(
        fits ? Errors.COORDINATOR_NOT_AVAILABLE : Errors.INVALID_TRANSACTION_TIMEOUT,
      );
    }
    try {
      return {
        errorCode: Errors.NONE,
        producerId: await services.producerIds.next(),
        producerEpoch: 0,
      };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return failed(error.code);
    }
  }, { versions: { min: 0, max: 5 } });
}
