/** Update Features, API key 57. */
import { array, bool, int16, int32, int8, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const UpdateFeaturesRequest = request(57, "UpdateFeatures", "0-2", "0+", {
  timeoutMs: int32({ default: 60000 }),
  featureUpdates: array(struct({
    feature: string(),
    maxVersionLevel: int16(),
    allowDowngrade: bool({ versions: "0" }),
    upgradeType: int8({ versions: "1+", default: 1 }),
  })),
  validateOnly: bool({ versions: "1+", default: false }),
});

export const UpdateFeaturesResponse = response(57, "UpdateFeatures", "0-2", "0+", {
  throttleTimeMs: int32(),
  errorCode: int16(),
  errorMessage: string({ nullable: "0+" }),
  results: array(
    struct({
      feature: string(),
      errorCode: int16(),
      errorMessage: string({ nullable: "0+" }),
    }),
    { versions: "0-1", ignorable: true },
  ),
});
