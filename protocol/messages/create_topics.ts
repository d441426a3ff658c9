/** Create Topics, API key 19. */
import { array, bool, int16, int32, int8, string, struct, uuid } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const CreateTopicsRequest = request(19, "CreateTopics", "0-7", "5+", {
  topics: array(struct({
    name: string(),
    numPartitions: int32(),
    replicationFactor: int16(),
    assignments: array(struct({
      partitionIndex: int32(),
      brokerIds: array(int32()),
    })),
    configs: array(struct({
      name: string(),
      value: string({ nullable: "0+" }),
    })),
  })),
  timeoutMs: int32({ default: 60000 }),
  validateOnly: bool({ versions: "1+", default: false }),
});

export const CreateTopicsResponse = response(19, "CreateTopics", "0-7", "5+", {
  throttleTimeMs: int32({ versions: "2+", ignorable: true }),
  topics: array(struct({
    name: string(),
    topicId: uuid({ versions: "7+", ignorable: true }),
    errorCode: int16(),
    errorMessage: string({ versions: "1+", nullable: "0+", ignorable: true }),
    topicConfigErrorCode: int16({ versions: "5+", tag: 0, ignorable: true }),
    numPartitions: int32({ versions: "5+", default: -1, ignorable: true }),
    replicationFactor: int16({ versions: "5+", default: -1, ignorable: true }),
    configs: array(
      struct({
        name: string({ versions: "5+" }),
        value: string({ versions: "5+", nullable: "5+" }),
        readOnly: bool({ versions: "5+" }),
        configSource: int8({ versions: "5+", default: -1, ignorable: true }),
        isSensitive: bool({ versions: "5+" }),
      }),
      { versions: "5+", nullable: "5+", ignorable: true },
    ),
  })),
});
