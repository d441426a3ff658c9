/** Get Telemetry Subscriptions, API key 71. */
import { array, bool, int16, int32, int8, string, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const GetTelemetrySubscriptionsRequest = request(
  71,
  "GetTelemetrySubscriptions",
  "0",
  "0+",
  {
    clientInstanceId: uuid(),
  },
);

export const GetTelemetrySubscriptionsResponse = response(
  71,
  "GetTelemetrySubscriptions",
  "0",
  "0+",
  {
    throttleTimeMs: int32(),
    errorCode: int16(),
    clientInstanceId: uuid(),
    subscriptionId: int32(),
    acceptedCompressionTypes: array(int8()),
    pushIntervalMs: int32(),
    telemetryMaxBytes: int32(),
    deltaTemporality: bool(),
    requestedMetrics: array(string()),
  },
);
