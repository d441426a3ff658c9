/** Leave Group, API key 13. */
import { array, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const LeaveGroupRequest = request(13, "LeaveGroup", "0-5", "4+", {
  groupId: string(),
  memberId: string({ versions: "0-2" }),
  members: array(
    struct({
      memberId: string({ versions: "3+" }),
      groupInstanceId: string({ versions: "3+", nullable: "3+", default: null }),
      reason: string({ versions: "5+", nullable: "5+", default: null, ignorable: true }),
    }),
    { versions: "3+" },
  ),
});

export const LeaveGroupResponse = response(13, "LeaveGroup", "0-5", "4+", {
  throttleTimeMs: int32({ versions: "1+", ignorable: true }),
  errorCode: int16(),
  members: array(
    struct({
      memberId: string({ versions: "3+" }),
      groupInstanceId: string({ versions: "3+", nullable: "3+" }),
      errorCode: int16({ versions: "3+" }),
    }),
    { versions: "3+" },
  ),
});
