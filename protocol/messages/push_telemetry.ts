/** Push Telemetry, API key 72. */
import { bool, bytes, int16, int32, int8, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const PushTelemetryRequest = request(72, "PushTelemetry", "0", "0+", {
  clientInstanceId: uuid(),
  subscriptionId: int32(),
  terminating: bool(),
  compressionType: int8(),
  metrics: bytes(),
});

export const PushTelemetryResponse = response(72, "PushTelemetry", "0", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
});
