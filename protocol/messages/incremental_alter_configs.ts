/** Incremental Alter Configs, API key 44. */
import { array, bool, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const IncrementalAlterConfigsRequest = request(44, "IncrementalAlterConfigs", "0-1", "1+", {
  resources: array(struct({
    resourceType: int8(),
    resourceName: string(),
    configs: array(struct({
      name: string(),
      configOperation: int8(),
      value: string({ nullable: "0+" }),
    })),
  })),
  validateOnly: bool(),
});

export const IncrementalAlterConfigsResponse = response(
  44,
  "IncrementalAlterConfigs",
  "0-1",
  "1+",
  {
    throttleTimeMs: int32(),
    responses: array(struct({
      errorCode: int16(),
      errorMessage: string({ nullable: "0+" }),
      resourceType: int8(),
      resourceName: string(),
    })),
  },
);
