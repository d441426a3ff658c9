/** CreateDelegationToken, RenewDelegationToken, ExpireDelegationToken and the removal of old ones (KIP-48, KIP-900). */
import type { DelegationTokenImage } from "../metadata/image/image.ts";
import { MetadataVersion } from "../metadata/metadata_version.ts";
import { hmac } from "../metadata/sha2.ts";
import type { Principal } from "../network/api.ts";
import type { DecodedMessage } from "../protocol/codec/message.ts";
import { type MetadataRecord, metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { CreateDelegationTokenRequest } from "../protocol/messages/create_delegation_token.ts";
import { randomUuid } from "../protocol/uuid.ts";
import {
  atomic,
  type ControllerState,
  type Decision,
  metadataVersionIn,
  piecewise,
} from "./decision.ts";
import type { TokenSettings } from "./settings.ts";

export interface IssuedToken {
  readonly token: DelegationTokenImage;
  readonly hmac: Uint8Array;
}

const USER = "User";

/** @throws {ApiError} DELEGATION_TOKEN_AUTH_DISABLED, UNSUPPORTED_VERSION, INVALID_PRINCIPAL_TYPE. */
export function createToken(
  state: ControllerState,
  settings: TokenSettings,
  requester: Principal,
  owner: Principal,
  { renewers, maxLifetimeMs }: DecodedMessage<typeof CreateDelegationTokenRequest>,
): Decision<IssuedToken> {
  const secretKey = checkEnabled(state, settings);
  if (renewers.some(({ principalType }) => principalType !== USER)) {
    throw new ApiError(Errors.INVALID_PRINCIPAL_TYPE);
  }
  const { nowMs } = state;
  const maxTimestampMs = nowMs + shorter(settings.maxLifetimeMs, maxLifetimeMs);
  const tokenId = randomUuid(state.random);
  const token = {
    tokenId,
    owner: text(owner),
    requester: text(requester),
    renewers: renewers.map(({ principalName }) => `${USER}:${principalName}`),
    issueTimestampMs: nowMs,
    maxTimestampMs,
    expirationTimestampMs: Math.min(maxTimestampMs, nowMs + settings.renewPeriodMs),
  };
  return atomic([record(token)], { token, hmac: tokenHmac(secretKey, tokenId) });
}

/**
 * Prolongs a token; the response is when it expires now.
 *
 * @throws {ApiError} As {@linkcode createToken}; DELEGATION_TOKEN_NOT_FOUND, DELEGATION_TOKEN_OWNER_MISMATCH,
 * DELEGATION_TOKEN_EXPIRED.
 */
export function renewToken(
  state: ControllerState,
  settings: TokenSettings,
  principal: Principal,
  mac: Uint8Array,
  periodMs: bigint,
): Decision<number> {
  const token = usableToken(state, settings, principal, mac);
  if (isOver(token, state.nowMs)) throw new ApiError(Errors.DELEGATION_TOKEN_EXPIRED);
  const renewedMs = state.nowMs + shorter(settings.renewPeriodMs, periodMs);
  return expireAt(token, Math.min(token.maxTimestampMs, renewedMs));
}

/** Ends a token at once (a negative period) or after a period. Throws as {@linkcode renewToken}. */
export function expireToken(
  state: ControllerState,
  settings: TokenSettings,
  principal: Principal,
  mac: Uint8Array,
  periodMs: bigint,
): Decision<number> {
  const token = usableToken(state, settings, principal, mac);
  const { nowMs } = state;
  if (periodMs < 0n) {
    const { tokenId } = token;
    return atomic([metadataRecord("RemoveDelegationTokenRecord", 0, { tokenId })], nowMs);
  }
  if (isOver(token, nowMs)) throw new ApiError(Errors.DELEGATION_TOKEN_EXPIRED);
  return expireAt(token, Math.min(token.maxTimestampMs, nowMs + Number(periodMs)));
}

/** Removes the tokens that are over. */
export function removeExpiredTokens({ image, nowMs }: ControllerState): Decision<null> {
  const over = [...image.delegationTokens.values()].filter((token) => isOver(token, nowMs));
  const records = over.map(({ tokenId }) =>
    metadataRecord("RemoveDelegationTokenRecord", 0, { tokenId })
  );
  return piecewise(records, null);
}

/** What a client proves that it has the token with: HMAC-SHA-512 of its id under the cluster's secret. */
export function tokenHmac(secretKey: string, tokenId: string): Uint8Array {
  const bytes = new TextEncoder();
  return hmac(512, bytes.encode(secretKey), bytes.encode(tokenId));
}

function checkEnabled(state: ControllerState, { secretKey }: TokenSettings): string {
  if (secretKey === null) throw new ApiError(Errors.DELEGATION_TOKEN_AUTH_DISABLED);
  if (metadataVersionIn(state) < MetadataVersion.IBP_3_6_IV2_DELEGATION_TOKENS) {
    throw new ApiError(
      Errors.UNSUPPORTED_VERSION,
      "The current metadata version does not support delegation tokens",
    );
  }
  return secretKey;
}

function usableToken(
  state: ControllerState,
  settings: TokenSettings,
  principal: Principal,
  mac: Uint8Array,
): DelegationTokenImage {
  const secretKey = checkEnabled(state, settings);
  const tokens = [...state.image.delegationTokens.values()];
  const token = tokens.find(({ tokenId }) => sameBytes(tokenHmac(secretKey, tokenId), mac));
  if (token === undefined) throw new ApiError(Errors.DELEGATION_TOKEN_NOT_FOUND);
  if (![token.owner, ...token.renewers].includes(text(principal))) {
    throw new ApiError(Errors.DELEGATION_TOKEN_OWNER_MISMATCH);
  }
  return token;
}

function expireAt(token: DelegationTokenImage, expirationTimestampMs: number): Decision<number> {
  return atomic([record({ ...token, expirationTimestampMs })], expirationTimestampMs);
}

function record(token: DelegationTokenImage): MetadataRecord {
  return metadataRecord("DelegationTokenRecord", 0, {
    owner: token.owner,
    requester: token.requester,
    renewers: token.renewers,
    issueTimestamp: BigInt(token.issueTimestampMs),
    maxTimestamp: BigInt(token.maxTimestampMs),
    expirationTimestamp: BigInt(token.expirationTimestampMs),
    tokenId: token.tokenId,
  });
}

function isOver({ maxTimestampMs, expirationTimestampMs }: DelegationTokenImage, nowMs: number) {
  return maxTimestampMs < nowMs || expirationTimestampMs < nowMs;
}

/** The limit, or what was asked for if that is less; not above 0 asks for the limit. */
function shorter(limitMs: number, askedMs: bigint): number {
  return askedMs > 0n ? Math.min(limitMs, Number(askedMs)) : limitMs;
}

function text({ type, name }: Principal): string {
  return `${type}:${name}`;
}

/** In the same time wherever they differ. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < Math.min(a.length, b.length); i++) difference |= a[i] ^ b[i];
  return difference === 0;
}
