/** Users' SCRAM credentials (KIP-554). */
import { Apis } from "../../protocol/apis.ts";
import { type ApiError, Errors } from "../../protocol/errors.ts";
import type { ClusterClient } from "../cluster_client.ts";
import type { RetryOptions } from "../retry.ts";
import { itemError } from "./item_error.ts";

export interface UserScramCredentials {
  readonly user: string;
  /** Mechanism: 1 is SCRAM-SHA-256, 2 SCRAM-SHA-512. */
  readonly credentials: readonly { readonly mechanism: number; readonly iterations: number }[];
  readonly error: ApiError | null;
}

export interface NewScramCredential {
  readonly mechanism: number;
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly saltedPassword: Uint8Array;
}

/** @param users none: all of them. Users without credentials are left out. @throws {ApiError} */
export async function describeScramCredentials(
  cluster: ClusterClient,
  users: readonly string[],
  options: RetryOptions = {},
): Promise<UserScramCredentials[]> {
  const { results } = await cluster.callAny(
    Apis.DescribeUserScramCredentials,
    { users: users.length === 0 ? null : users.map((name) => ({ name })) },
    { ...options, errorOf: ({ errorCode }) => errorCode },
  );
  return results
    .filter(({ errorCode }) => errorCode !== Errors.RESOURCE_NOT_FOUND)
    .map(({ user, credentialInfos, errorCode, errorMessage }) => ({
      user,
      credentials: credentialInfos,
      error: itemError(errorCode, errorMessage),
    }));
}

/** Changes credentials of one user. @param deletions mechanisms */
export async function alterScramCredentials(
  cluster: ClusterClient,
  user: string,
  upsertions: readonly NewScramCredential[],
  deletions: readonly number[],
  options: RetryOptions = {},
): Promise<ApiError | null> {
  const { results: [result] } = await cluster.callController(
    Apis.AlterUserScramCredentials,
    {
      deletions: deletions.map((mechanism) => ({ name: user, mechanism })),
      upsertions: upsertions.map((it) => ({ name: user, ...it })),
    },
    options,
  );
  return itemError(result.errorCode, result.errorMessage);
}
