/** CreateDelegationToken (38). */
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { Operation, Resource } from "../access.ts";
import { controllerApi } from "../controller_api.ts";
import { createToken } from "../delegation_tokens.ts";
import type { CoordinatorServices } from "../services.ts";

export function createDelegationToken({ controller, access, tokens }: CoordinatorServices) {
  return controllerApi({
    api: Apis.CreateDelegationToken,
    async run(request, context) {
      const { principal: requester } = context;
      const { ownerPrincipalType: type, ownerPrincipalName: name } = request;
      const owner = type && name ? { type, name } : requester;
      const user = `${owner.type}:${owner.name}`;
      const own = owner.type === requester.type && owner.name === requester.name;
      if (!own && !access.allows(context, Operation.CREATE_TOKENS, Resource.USER, user)) {
        throw new ApiError(Errors.DELEGATION_TOKEN_AUTHORIZATION_FAILED);
      }
      const { token, hmac } = await controller.write((state) =>
        createToken(state, tokens, requester, owner, request)
      );
      return {
        errorCode: 0,
        principalType: owner.type,
        principalName: owner.name,
        ...(context.apiVersion >= 3 && {
          tokenRequesterPrincipalType: requester.type,
          tokenRequesterPrincipalName: requester.name,
        }),
        issueTimestampMs: BigInt(token.issueTimestampMs),
        expiryTimestampMs: BigInt(token.expirationTimestampMs),
        maxTimestampMs: BigInt(token.maxTimestampMs),
        tokenId: token.tokenId,
        hmac,
        throttleTimeMs: 0,
      };
    },
    failed: (_request, { errorCode }, { principal, apiVersion }) => ({
      errorCode,
      principalType: principal.type,
      principalName: principal.name,
      ...(apiVersion >= 3 && {
        tokenRequesterPrincipalType: principal.type,
        tokenRequesterPrincipalName: principal.name,
      }),
      issueTimestampMs: -1n,
      expiryTimestampMs: -1n,
      maxTimestampMs: -1n,
      tokenId: "",
      hmac: new Uint8Array(0),
      throttleTimeMs: 0,
    }),
  });
}
