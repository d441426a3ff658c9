/** The four APIs of delegation tokens (KIP-48): 38 create, 39 renew, 40 expire, by the active controller; 41 describe. */
import type { DelegationTokenImage } from "../../metadata/image/image.ts";
import { hmac } from "../../metadata/sha2.ts";
import type { ApiHandler, RequestContext } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import type { EncodableMessage } from "../../protocol/codec/message.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import type { CreateDelegationTokenResponse } from "../../protocol/messages/create_delegation_token.ts";
import type { DescribeDelegationTokenResponse } from "../../protocol/messages/describe_delegation_token.ts";
import { defineApi } from "../../network/define_api.ts";
import { askController, type Failure } from "../forward.ts";
import type { BrokerServices } from "../services.ts";

type Created = EncodableMessage<typeof CreateDelegationTokenResponse>;
type Described = EncodableMessage<typeof DescribeDelegationTokenResponse>["tokens"][number];

/** First version that tells who asked for a token. */
const REQUESTER_SINCE = 3;
const NO_TIME = -1n;

export function createDelegationToken(services: BrokerServices): ApiHandler {
  return defineApi(Apis.CreateDelegationToken, (request, context) => {
    const refusal = refusalOf(services, context);
    if (refusal !== null) return notCreated(request, refusal, context);
    return askController(services, Apis.CreateDelegationToken, request, context, notCreated);
  });
}

function notCreated(
  _request: unknown,
  { errorCode }: Failure,
  { principal, apiVersion }: RequestContext,
): Created {
  return {
    errorCode,
    principalType: principal.type,
    principalName: principal.name,
    ...apiVersion >= REQUESTER_SINCE && {
      tokenRequesterPrincipalType: principal.type,
      tokenRequesterPrincipalName: principal.name,
    },
    issueTimestampMs: NO_TIME,
    expiryTimestampMs: NO_TIME,
    maxTimestampMs: NO_TIME,
    tokenId: "",
    hmac: new Uint8Array(0),
    throttleTimeMs: 0,
  };
}

export function renewDelegationToken(services: BrokerServices): ApiHandler {
  return defineApi(Apis.RenewDelegationToken, (request, context) => {
    const refusal = refusalOf(services, context);
    if (refusal !== null) return notChanged(request, refusal);
    return askController(services, Apis.RenewDelegationToken, request, context, notChanged);
  });
}

export function expireDelegationToken(services: BrokerServices): ApiHandler {
  return defineApi(Apis.ExpireDelegationToken, (request, context) => {
    const refusal = refusalOf(services, context);
    if (refusal !== null) return notChanged(request, refusal);
    return askController(services, Apis.ExpireDelegationToken, request, context, notChanged);
  });
}

function notChanged(_request: unknown, { errorCode }: Failure) {
  return { errorCode, expiryTimestampMs: NO_TIME, throttleTimeMs: 0 };
}

export function describeDelegationToken(services: BrokerServices): ApiHandler {
  return defineApi(Apis.DescribeDelegationToken, ({ owners }, context) => {
    const secret = services.config.get("delegation.token.secret.key")?.reveal() ?? null;
    const errorCode = refusalOf(services, context)?.errorCode ??
      (secret === null ? Errors.DELEGATION_TOKEN_AUTH_DISABLED : Errors.NONE);
    if (errorCode !== Errors.NONE) return { errorCode, tokens: [], throttleTimeMs: 0 };
    const asked = owners?.map(({ principalType, principalName }) =>
      `${principalType}:${principalName}`
    );
    const tokens = [...services.metadata.image.delegationTokens.values()]
      .filter(({ owner }) => asked?.includes(owner) ?? true)
      .map((token) => describe(token, secret!, context.apiVersion));
    return { errorCode, tokens, throttleTimeMs: 0 };
  });
}

function describe(token: DelegationTokenImage, secret: string, version: number): Described {
  const owner = principalOf(token.owner);
  const requester = principalOf(token.requester);
  const bytes = new TextEncoder();
  return {
    ...owner,
    ...version >= REQUESTER_SINCE && {
      tokenRequesterPrincipalType: requester.principalType,
      tokenRequesterPrincipalName: requester.principalName,
    },
    issueTimestamp: BigInt(token.issueTimestampMs),
    expiryTimestamp: BigInt(token.expirationTimestampMs),
    maxTimestamp: BigInt(token.maxTimestampMs),
    tokenId: token.tokenId,
    hmac: hmac(512, bytes.encode(secret), bytes.encode(token.tokenId)),
    renewers: token.renewers.map(principalOf),
  };
}

/** The parts of `User:alice`. */
function principalOf(text: string) {
  const colon = text.indexOf(":");
  return { principalType: text.slice(0, colon), principalName: text.slice(colon + 1) };
}

/** Tokens go only to those who proved who they are. */
function refusalOf(
  { config }: BrokerServices,
  { connection, principal }: RequestContext,
): Failure | null {
  const listener = config.node.brokerListeners.find(({ name }) => name === connection.listener);
  const protocol = listener?.protocol ?? "PLAINTEXT";
  const isUnknown = protocol === "PLAINTEXT" ||
    protocol === "SSL" && principal.name === "ANONYMOUS";
  if (!isUnknown) return null;
  const { code, message } = new ApiError(Errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED);
  return { errorCode: code, errorMessage: message };
}
