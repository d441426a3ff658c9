/** Api Versions, API key 18. */
import { array, bool, int16, int32, int64, string, struct } from "../codec/field.ts";
import { request, response } from "../codec/message.ts";

export const ApiVersionsRequest = request(18, "ApiVersions", "0-4", "3+", {
  clientSoftwareName: string({ versions: "3+", ignorable: true }),
  clientSoftwareVersion: string({ versions: "3+", ignorable: true }),
});

export const ApiVersionsResponse = response(18, "ApiVersions", "0-4", "3+", {
  errorCode: int16(),
  apiKeys: array(struct({
    apiKey: int16(),
    minVersion: int16(),
    maxVersion: int16(),
  })),
  throttleTimeMs: int32({ versions: "1+", ignorable: true }),
  supportedFeatures: array(
    struct({
      name: string({ versions: "3+" }),
      minVersion: int16({ versions: "3+" }),
      maxVersion: int16({ versions: "3+" }),
    }),
    { versions: "3+", tag: 0, ignorable: true },
  ),
  finalizedFeaturesEpoch: int64({ versions: "3+", tag: 1, default: -1n, ignorable: true }),
  finalizedFeatures: array(
    struct({
      name: string({ versions: "3+" }),
      maxVersionLevel: int16({ versions: "3+" }),
      minVersionLevel: int16({ versions: "3+" }),
    }),
    { versions: "3+", tag: 2, ignorable: true },
  ),
  zkMigrationReady: bool({ versions: "3+", tag: 3, default: false, ignorable: true }),
});
