/** ControllerRegistration: every controller tells its endpoints and what it supports (KIP-919). */
import { MetadataVersion } from "../metadata/metadata_version.ts";
import type { DecodedMessage } from "../protocol/codec/message.ts";
import { metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { ControllerRegistrationRequest } from "../protocol/messages/controller_registration.ts";
import { atomic, type ControllerState, type Decision, metadataVersionIn } from "./decision.ts";

/** @throws {ApiError} UNSUPPORTED_VERSION below metadata.version 3.7-IV0. */
export function registerController(
  state: ControllerState,
  request: DecodedMessage<typeof ControllerRegistrationRequest>,
): Decision<null> {
  if (metadataVersionIn(state) < MetadataVersion.IBP_3_7_IV0_CONTROLLER_REGISTRATION) {
    throw new ApiError(
      Errors.UNSUPPORTED_VERSION,
      "The current MetadataVersion is too old to support controller registrations.",
    );
  }
  const { controllerId, incarnationId, listeners, features } = request;
  return atomic([
    metadataRecord("RegisterControllerRecord", 0, {
      controllerId,
      incarnationId,
      zkMigrationReady: false,
      endPoints: listeners,
      features,
    }),
  ], null);
}
