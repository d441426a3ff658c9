/** Broker Registration, API key 62. */
import { array, bool, int16, int32, int64, string, struct, uint16, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const BrokerRegistrationRequest = request(62, "BrokerRegistration", "0-4", "0+", {
  brokerId: int32(),
  clusterId: string(),
  incarnationId: uuid(),
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
  rack: string({ nullable: "0+" }),
  isMigratingZkBroker: bool({ versions: "1+", default: false }),
  logDirs: array(uuid(), { versions: "2+", ignorable: true }),
  previousBrokerEpoch: int64({ versions: "3+", default: -1n, ignorable: true }),
});

export const BrokerRegistrationResponse = response(62, "BrokerRegistration", "0-4", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  brokerEpoch: int64({ default: -1n }),
});
