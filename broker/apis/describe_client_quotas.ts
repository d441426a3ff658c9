/** DescribeClientQuotas (48): limits of users, client ids and addresses (KIP-546, KIP-612). */
import type { QuotaImage } from "../../metadata/image/image.ts";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { DecodedMessage } from "../../protocol/codec/message.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { DescribeClientQuotasRequest } from "../../protocol/messages/describe_client_quotas.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";

type Component = DecodedMessage<typeof DescribeClientQuotasRequest>["components"][number];

/** Values of `matchType`. */
const Match = { EXACT: 0, DEFAULT: 1, SPECIFIED: 2 } as const;
const ENTITY_TYPES: readonly string[] = ["user", "client-id", "ip"];

export function describeClientQuotas({ metadata }: BrokerServices): ApiHandler {
  return defineApi(Apis.DescribeClientQuotas, ({ components, strict }) => {
    try {
      check(components);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { code: errorCode, message: errorMessage } = error;
      return { throttleTimeMs: 0, errorCode, errorMessage, entries: null };
    }
    const entries = [...metadata.image.quotas.values()].filter(({ entity }) =>
      (!strict || entity.length === components.length) &&
      components.every((component) => matches(component, entity))
    );
    return {
      throttleTimeMs: 0,
      errorCode: Errors.NONE,
      errorMessage: "",
      entries: entries.map(({ entity, values }) => ({
        entity: entity.map(({ type, name }) => ({ entityType: type, entityName: name })),
        values: Array.from(values, ([key, value]) => ({ key, value })),
      })),
    };
  });
}

/** @throws {ApiError} INVALID_REQUEST, UNSUPPORTED_VERSION. */
function check(components: readonly Component[]): void {
  const invalid = (message: string) => new ApiError(Errors.INVALID_REQUEST, message);
  const types = new Set<string>();
  for (const { entityType, matchType, match } of components) {
    if (entityType === "") throw invalid("Unexpected empty entity type.");
    if (types.has(entityType)) {
      throw invalid(`Entity type ${entityType} cannot appear more than once in the filter.`);
    }
    types.add(entityType);
    if (!ENTITY_TYPES.includes(entityType)) {
      throw new ApiError(Errors.UNSUPPORTED_VERSION, `Unsupported entity type ${entityType}`);
    }
    switch (matchType) {
      case Match.EXACT:
        if (match !== null) break;
        throw invalid("Request specified MATCH_TYPE_EXACT, but set match string to null.");
      case Match.DEFAULT:
        if (match === null) break;
        throw invalid("Request specified MATCH_TYPE_DEFAULT, but also specified a match string.");
      case Match.SPECIFIED:
        if (match === null) break;
        throw invalid("Request specified MATCH_TYPE_SPECIFIED, but also specified a match string.");
      default:
        throw invalid(`Unknown match type ${matchType}`);
    }
  }
  if (types.has("ip") && types.size > 1) {
    throw invalid(
      "Invalid entity filter component combination. IP filter component should not be used with " +
        "user or clientId filter component.",
    );
  }
}

function matches(
  { entityType, matchType, match }: Component,
  entity: QuotaImage["entity"],
): boolean {
  const part = entity.find(({ type }) => type === entityType);
  if (part === undefined) return false;
  if (matchType === Match.EXACT) return part.name === match;
  return matchType === Match.SPECIFIED || part.name === null;
}
