/** Describe Configs, API key 32. */
import { array, bool, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeConfigsRequest = request(32, "DescribeConfigs", "0-4", "4+", {
  resources: array(struct({
    resourceType: int8(),
    resourceName: string(),
    configurationKeys: array(string(), { nullable: "0+" }),
  })),
  includeSynonyms: bool({ versions: "1+", default: false }),
  includeDocumentation: bool({ versions: "3+", default: false }),
});

export const DescribeConfigsResponse = response(32, "DescribeConfigs", "0-4", "4+", {
  throttleTimeMs: int32(),
  results: array(struct({
    errorCode: int16(),
    errorMessage: string({ nullable: "0+" }),
    resourceType: int8(),
    resourceName: string(),
    configs: array(struct({
      name: string(),
      value: string({ nullable: "0+" }),
      readOnly: bool(),
      isDefault: bool({ versions: "0" }),
      configSource: int8({ versions: "1+", default: -1, ignorable: true }),
      isSensitive: bool(),
      synonyms: array(
        struct({
          name: string({ versions: "1+" }),
          value: string({ versions: "1+", nullable: "0+" }),
          source: int8({ versions: "1+" }),
        }),
        { versions: "1+", ignorable: true },
      ),
      configType: int8({ versions: "3+", default: 0, ignorable: true }),
      documentation: string({ versions: "3+", nullable: "0+", ignorable: true }),
    })),
  })),
});
