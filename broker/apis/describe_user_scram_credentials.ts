/** DescribeUserScramCredentials (50): who has which credentials, never the secrets (KIP-554). */
import type { ScramImage } from "../../metadata/image/image.ts";
import type { ApiHandler } from "../../network/api.ts";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { defineApi } from "../../network/define_api.ts";
import type { BrokerServices } from "../services.ts";

export function describeUserScramCredentials({ metadata }: BrokerServices): ApiHandler {
  return defineApi(Apis.DescribeUserScramCredentials, ({ users }) => {
    const known = Map.groupBy(metadata.image.scram.values(), ({ user }) => user);
    const asked = users === null || users.length === 0
      ? [...known.keys()]
      : users.map(({ name }) => name);
    return {
      throttleTimeMs: 0,
      errorCode: Errors.NONE,
      errorMessage: "",
      results: [...new Set(asked)].map((user) => {
        const isTwice = asked.indexOf(user) !== asked.lastIndexOf(user);
        return { user, ...describe(user, known.get(user), isTwice) };
      }),
    };
  });
}

function describe(user: string, credentials: readonly ScramImage[] | undefined, isTwice: boolean) {
  if (isTwice) {
    return refused(
      Errors.DUPLICATE_RESOURCE,
      `Cannot describe SCRAM credentials for the same user twice in a single request: ${user}`,
    );
  }
  if (credentials === undefined) {
    return refused(
      Errors.RESOURCE_NOT_FOUND,
      `Attempt to describe a user credential that does not exist: ${user}`,
    );
  }
  const credentialInfos = credentials.map(({ mechanism, iterations }) => ({
    mechanism,
    iterations,
  }));
  credentialInfos.sort((a, b) => a.mechanism - b.mechanism);
  return { errorCode: Errors.NONE, errorMessage: "", credentialInfos };
}

function refused(errorCode: number, errorMessage: string) {
  return { errorCode, errorMessage, credentialInfos: [] };
}
