/** ApiVersions (18): what a role can do, in which versions, and its features (KIP-35, KIP-511, KIP-584). */
import { Errors } from "../protocol/errors.ts";
import type { DecodedMessage, EncodableMessage } from "../protocol/codec/message.ts";
import { ApiVersionsRequest, ApiVersionsResponse } from "../protocol/messages/api_versions.ts";
import type { Answer, ApiHandler, RequestContext } from "./api.ts";

type Response = EncodableMessage<typeof ApiVersionsResponse>;

export interface ApiVersionRange {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** Features as ApiVersions tells them. */
export interface Features {
  readonly supported: readonly {
    readonly name: string;
    readonly minVersion: number;
    readonly maxVersion: number;
  }[];
  /** Offset of the last feature change in the metadata log; -1 when unknown. */
  readonly finalizedEpoch: bigint;
  readonly finalized: readonly { readonly name: string; readonly level: number }[];
}

export const NO_FEATURES: Features = { supported: [], finalizedEpoch: -1n, finalized: [] };

export const API_VERSIONS_KEY = 18;
export const API_VERSIONS_RANGE = { min: 0, max: 4 };
/** From this version on clients say what software they are. */
const SOFTWARE_SINCE = 3;
/** Older clients fail on a supported feature whose minimum is 0 (KIP-1022). */
const MINIMUM_ZERO_SINCE = 4;
const SOFTWARE_TEXT = /^[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?$/;

/** The handler; `listed` and `features` are asked for each answer. */
export function apiVersionsHandler(
  listed: () => readonly ApiVersionRange[],
  features: () => Features,
): ApiHandler<typeof ApiVersionsRequest, typeof ApiVersionsResponse> {
  return {
    key: API_VERSIONS_KEY,
    name: "ApiVersions",
    request: ApiVersionsRequest,
    response: ApiVersionsResponse,
    versions: API_VERSIONS_RANGE,
    handle(request, context): Answer<Response> {
      if (context.apiVersion >= SOFTWARE_SINCE && !noteSoftware(request, context)) {
        return { errorCode: Errors.INVALID_REQUEST, apiKeys: [] };
      }
      return {
        errorCode: Errors.NONE,
        apiKeys: listed(),
        ...featureFields(features(), context.apiVersion),
      };
    },
  };
}

/** The answer, to be sent in version 0, to a version of ApiVersions that is not known here. */
export const UNSUPPORTED_API_VERSIONS: Response = {
  errorCode: Errors.UNSUPPORTED_VERSION,
  apiKeys: [{
    apiKey: API_VERSIONS_KEY,
    minVersion: API_VERSIONS_RANGE.min,
    maxVersion: API_VERSIONS_RANGE.max,
  }],
};

function noteSoftware(
  request: DecodedMessage<typeof ApiVersionsRequest>,
  { connection }: RequestContext,
): boolean {
  const { clientSoftwareName, clientSoftwareVersion } = request;
  if (!SOFTWARE_TEXT.test(clientSoftwareName) || !SOFTWARE_TEXT.test(clientSoftwareVersion)) {
    return false;
  }
  connection.clientSoftwareName = clientSoftwareName;
  connection.clientSoftwareVersion = clientSoftwareVersion;
  return true;
}

function featureFields(features: Features, version: number): Partial<Response> {
  const supported = version < MINIMUM_ZERO_SINCE
    ? features.supported.filter(({ minVersion }) => minVersion > 0)
    : features.supported;
  const finalized = features.finalized.filter(({ level }) => level > 0);
  return {
    supportedFeatures: supported,
    finalizedFeaturesEpoch: features.finalizedEpoch,
    finalizedFeatures: finalized.map(({ name, level }) => ({
      name,
      minVersionLevel: level,
      maxVersionLevel: level,
    })),
  };
}
