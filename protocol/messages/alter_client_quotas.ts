/** Alter Client Quotas, API key 49. */
import { array, bool, float64, int16, int32, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const AlterClientQuotasRequest = request(49, "AlterClientQuotas", "0-1", "1+", {
  entries: array(struct({
    entity: array(struct({
      entityType: string(),
      entityName: string({ nullable: "0+" }),
    })),
    ops: array(struct({
      key: string(),
      value: float64(),
      remove: bool(),
    })),
  })),
  validateOnly: bool(),
});

export const AlterClientQuotasResponse = response(49, "AlterClientQuotas", "0-1", "1+", {
  throttleTimeMs: int32(),
  entries: array(struct({
    errorCode: int16(),
    errorMessage: string({ nullable: "0+" }),
    entity: array(struct({
      entityType: string(),
      entityName: string({ nullable: "0+" }),
    })),
  })),
});
