/** Describe Client Quotas, API key 48. */
import { array, bool, float64, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const DescribeClientQuotasRequest = request(48, "DescribeClientQuotas", "0-1", "1+", {
  components: array(struct({
    entityType: string(),
    matchType: int8(),
    match: string({ nullable: "0+" }),
  })),
  strict: bool(),
});

export const DescribeClientQuotasResponse = response(48, "DescribeClientQuotas", "0-1", "1+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+" }),
  entries: array(
    struct({
      entity: array(struct({
        entityType: string(),
        entityName: string({ nullable: "0+" }),
      })),
      values: array(struct({
        key: string(),
        value: float64(),
      })),
    }),
    { nullable: "0+" },
  ),
});
