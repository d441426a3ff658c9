/** Broker Heartbeat, API key 63. */
import { array, bool, int16, int32, int64, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const BrokerHeartbeatRequest = request(63, "BrokerHeartbeat", "0-2", "0+", {
  brokerId: int32(),
  brokerEpoch: int64({ default: -1n }),
  currentMetadataOffset: int64(),
  wantFence: bool(),
  wantShutDown: bool(),
  offlineLogDirs: array(uuid(), { versions: "1+", tag: 0 }),
  cordonedLogDirs: array(uuid(), { versions: "2+", nullable: "2+", tag: 1, default: null }),
});

export const BrokerHeartbeatResponse = response(63, "BrokerHeartbeat", "0-2", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  isCaughtUp: bool({ default: false }),
  isFenced: bool({ default: true }),
  shouldShutDown: bool(),
});
