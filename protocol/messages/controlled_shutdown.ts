/** Controlled Shutdown, API key 7. */
import { array, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ControlledShutdownRequest = request(7, "ControlledShutdown", "0-3", "3+", {
  brokerId: int32(),
  brokerEpoch: int64({ versions: "2+", default: -1n, ignorable: true }),
});

export const ControlledShutdownResponse = response(7, "ControlledShutdown", "0-3", "3+", {
  errorCode: int16(),
  remainingPartitions: array(struct({
    topicName: string(),
    partitionIndex: int32(),
  })),
});
