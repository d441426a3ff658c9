/** Delegation tokens: make, renew, end, show (KIP-48, KIP-373). Only authenticated clients may. */
import { Apis } from "../../protocol/apis.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";

export interface Principal {
  /** `User`. */
  readonly type: string;
  readonly name: string;
}

export interface DelegationToken {
  readonly tokenId: string;
  readonly hmac: Uint8Array;
  readonly owner: Principal;
  /** Who asked for it; the owner where the broker does not tell. */
  readonly requester: Principal;
  readonly renewers: readonly Principal[];
  /** All three in milliseconds since the Unix epoch. */
  readonly issuedMs: bigint;
  readonly expiresMs: bigint;
  readonly maxMs: bigint;
}

/** @param maxLifetimeMs -1: what the brokers are configured with @throws {ApiError} */
export async function createToken(
  cluster: ClusterClient,
  { owner, renewers, maxLifetimeMs }: {
    readonly owner: Principal | null;
    readonly renewers: readonly Principal[];
    readonly maxLifetimeMs: bigint;
  },
  options: RetryOptions = {},
): Promise<DelegationToken> {
  const token = await cluster.callController(Apis.CreateDelegationToken, {
    ...owner === null ? {} : { ownerPrincipalType: owner.type, ownerPrincipalName: owner.name },
    renewers: renewers.map(encodePrincipal),
    maxLifetimeMs,
  }, { ...options, errorOf: ({ errorCode }) => errorCode });
  return {
    ...identityOf(token),
    renewers,
    issuedMs: token.issueTimestampMs,
    expiresMs: token.expiryTimestampMs,
    maxMs: token.maxTimestampMs,
  };
}

/** @param owners null: all that the client may see @throws {ApiError} */
export async function describeTokens(
  cluster: ClusterClient,
  owners: readonly Principal[] | null,
  options: RetryOptions = {},
): Promise<DelegationToken[]> {
  const { tokens } = await cluster.callAny(
    Apis.DescribeDelegationToken,
    { owners: owners?.map(encodePrincipal) ?? null },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
  return tokens.map((token) => ({
    ...identityOf(token),
    renewers: token.renewers.map(({ principalType, principalName }) => ({
      type: principalType,
      name: principalName,
    })),
    issuedMs: token.issueTimestamp,
    expiresMs: token.expiryTimestamp,
    maxMs: token.maxTimestamp,
  }));
}

/** @returns When it expires now, in milliseconds since the Unix epoch. @throws {ApiError} */
export async function renewToken(
  cluster: ClusterClient,
  hmac: Uint8Array,
  periodMs: bigint,
  options: RetryOptions = {},
): Promise<bigint> {
  const { expiryTimestampMs } = await cluster.callController(
    Apis.RenewDelegationToken,
    { hmac, renewPeriodMs: periodMs },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
  return expiryTimestampMs;
}

/** @param periodMs negative: at once @returns As {@linkcode renewToken}. @throws {ApiError} */
export async function expireToken(
  cluster: ClusterClient,
  hmac: Uint8Array,
  periodMs: bigint,
  options: RetryOptions = {},
): Promise<bigint> {
  const { expiryTimestampMs } = await cluster.callController(
    Apis.ExpireDelegationToken,
    { hmac, expiryTimePeriodMs: periodMs },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
  return expiryTimestampMs;
}

function encodePrincipal({ type, name }: Principal) {
  return { principalType: type, principalName: name };
}

function identityOf(token: {
  readonly tokenId: string;
  readonly hmac: Uint8Array;
  readonly principalType: string;
  readonly principalName: string;
  readonly tokenRequesterPrincipalType: string;
  readonly tokenRequesterPrincipalName: string;
}) {
  const owner: Principal = { type: token.principalType, name: token.principalName };
  const requester: Principal = token.tokenRequesterPrincipalName === "" ? owner : {
    type: token.tokenRequesterPrincipalType,
    name: token.tokenRequesterPrincipalName,
  };
  return { tokenId: token.tokenId, hmac: token.hmac, owner, requester };
}
