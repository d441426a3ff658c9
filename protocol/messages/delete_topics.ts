/** Delete Topics, API key 20. */
import { array, int16, int32, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DeleteTopicsRequest = request(20, "DeleteTopics", "0-6", "4+", {
  topics: array(
    struct({
      name: string({ versions: "6+", nullable: "6+", default: null }),
      topicId: uuid({ versions: "6+" }),
    }),
    { versions: "6+" },
  ),
  topicNames: array(string(), { versions: "0-5", ignorable: true }),
  timeoutMs: int32(),
});

export const DeleteTopicsResponse = response(20, "DeleteTopics", "0-6", "4+", {
  throttleTimeMs: int32({ versions: "1+", ignorable: true }),
  responses: array(struct({
    name: string({ nullable: "6+" }),
    topicId: uuid({ versions: "6+", ignorable: true }),
    errorCode: int16(),
    errorMessage: string({ versions: "5+", nullable: "5+", default: null, ignorable: true }),
  })),
});
