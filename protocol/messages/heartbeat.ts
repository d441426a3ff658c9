/** Heartbeat, API key 12. */
import { int16, int32, string } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const HeartbeatRequest = request(12, "Heartbeat", "0-4", "4+", {
  groupId: string(),
  generationId: int32(),
  memberId: string(),
  groupInstanceId: string({ versions: "3+", nullable: "3+", default: null }),
});

export const HeartbeatResponse = response(12, "Heartbeat", "0-4", "4+", {
  throttleTimeMs: int32({ versions: "1+", ignorable: true }),
  errorCode: int16(),
});
