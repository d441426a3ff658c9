/** Fencing of requests by the broker epoch they name. */
import type { BrokerRegistration } from "../metadata/image/image.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { ControllerState } from "./decision.ts";

/**
 * The registration of the broker that sent a request.
 *
 * @throws {ApiError} STALE_BROKER_EPOCH unless it is registered with just that epoch.
 */
export function registeredBroker(
  { image }: Pick<ControllerState, "image">,
  id: number,
  epoch: bigint,
): BrokerRegistration {
  const broker = image.brokers.get(id);
  if (broker === undefined || broker.epoch !== epoch) {
    const actual = broker === undefined ? "it is not registered" : `it has epoch ${broker.epoch}`;
    throw new ApiError(
      Errors.STALE_BROKER_EPOCH,
      `Expected broker epoch ${epoch} of broker ${id}, but ${actual}.`,
    );
  }
  return broker;
}
