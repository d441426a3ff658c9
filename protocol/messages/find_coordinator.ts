/** Find Coordinator, API key 10. */
import { array, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const FindCoordinatorRequest = request(10, "FindCoordinator", "0-6", "3+", {
  key: string({ versions: "0-3" }),
  keyType: int8({ versions: "1+", default: 0 }),
  coordinatorKeys: array(string(), { versions: "4+" }),
});

export const FindCoordinatorResponse = response(10, "FindCoordinator", "0-6", "3+", {
  throttleTimeMs: int32({ versions: "1+", ignorable: true }),
  errorCode: int16({ versions: "0-3" }),
  errorMessage: string({ versions: "1-3", nullable: "1-3", ignorable: true }),
  nodeId: int32({ versions: "0-3" }),
  host: string({ versions: "0-3" }),
  port: int32({ versions: "0-3" }),
  coordinators: array(
    struct({
      key: string({ versions: "4+" }),
      nodeId: int32({ versions: "4+" }),
      host: string({ versions: "4+" }),
      port: int32({ versions: "4+" }),
      errorCode: int16({ versions: "4+" }),
      errorMessage: string({ versions: "4+", nullable: "4+", ignorable: true }),
    }),
    { versions: "4+" },
  ),
});
