/** Controller Registration, API key 70. */
import { array, bool, int16, int32, string, struct, uint16, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ControllerRegistrationRequest = request(70, "ControllerRegistration", "0", "0+", {
  controllerId: int32(),
  incarnationId: uuid(),
  zkMigrationReady: bool(),
  listeners: array(struct({
    name: string(),
    host: string(),
    port: uint16(),
    securityProtocol: int16(),
  })),
  features: array(struct({
    name: string(),
    minSupportedVersion: int16(),
    maxSupportedVersion: int16(),
  })),
});

export const ControllerRegistrationResponse = response(70, "ControllerRegistration", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+" }),
});
