/** SCRAM credentials of users. */
import {
  alterScramCredentials,
  describeScramCredentials,
  type NewScramCredential,
} from "../../client/admin/scram_credentials.ts";
import type { ClusterClient } from "../../client/cluster_client.ts";
import { exceptionName } from "../../protocol/errors.ts";
import type { Random } from "../../runtime/runtime.ts";
import { named } from "../cluster.ts";
import type { ToolOutput } from "../output/tool_output.ts";
import {
  MAX_SCRAM_ITERATIONS,
  MIN_SCRAM_ITERATIONS,
  saltPassword,
  SCRAM_MECHANISMS,
  SCRAM_SALT_BYTES,
} from "../salted_password.ts";
import type { Changes } from "./changes.ts";
import { ConfigCommandError } from "./config_command_error.ts";

/** @param users none: all of them @returns As JSON has them. @throws {ApiError} */
export async function describeScram(
  cluster: ClusterClient,
  users: readonly string[],
  output: ToolOutput,
): Promise<unknown[]> {
  const names = new Map([...SCRAM_MECHANISMS].map(([name, { code }]) => [code, name]));
  const found = await named(
    "describeUserScramCredentials",
    describeScramCredentials(cluster, users),
  );
  const documents: unknown[] = [];
  for (const { user, credentials, error } of found) {
    if (error !== null) {
      output.line(
        `Error retrieving SCRAM credential configs for user-principal '${user}': ` +
          `${exceptionName(error.code)}: ${error.message}`,
      );
      continue;
    }
    const scramCredentials = credentials.map(({ mechanism, iterations }) => ({
      mechanism: names.get(mechanism) ?? "UNKNOWN",
      iterations,
    }));
    const texts = scramCredentials.map((it) => `${it.mechanism}=iterations=${it.iterations}`);
    const line = `SCRAM credential configs for user-principal '${user}' are ${texts.join(", ")}`;
    if (!output.isJson) output.line(line);
    documents.push({ entity: { user }, scramCredentials });
  }
  return documents;
}

/** @throws {ConfigCommandError | ApiError} */
export async function alterScram(
  cluster: ClusterClient,
  user: string,
  { added, deleted }: Changes,
  random: Random,
): Promise<void> {
  const credentials = [...added].map(([mechanism, text]) => newCredential(mechanism, text, random));
  const removed = deleted.map((mechanism) => SCRAM_MECHANISMS.get(mechanism)!.code);
  const error = await named(
    "alterUserScramCredentials",
    alterScramCredentials(cluster, user, credentials, removed),
  );
  if (error !== null) throw error;
}

/**
 * @param text `iterations=8192,password=secret`, the first of which may be left out
 * @throws {ConfigCommandError}
 */
export function newCredential(mechanism: string, text: string, random: Random): NewScramCredential {
  const [match, iterationsText, password] = /^(?:iterations=(-?\d*),)?password=(.*)$/s.exec(text) ??
    [];
  if (match === undefined) {
    const name = mechanism.replaceAll("-", "_");
    throw new ConfigCommandError(`Invalid credential property ${name}=${text}`);
  }
  const isDefault = iterationsText === undefined || iterationsText === "-1";
  const iterations = isDefault ? MIN_SCRAM_ITERATIONS : Number(iterationsText);
  if (iterations < MIN_SCRAM_ITERATIONS || iterations > MAX_SCRAM_ITERATIONS) {
    const [side, limit] = iterations < MIN_SCRAM_ITERATIONS
      ? ["less than the minimum", MIN_SCRAM_ITERATIONS]
      : ["greater than the maximum", MAX_SCRAM_ITERATIONS];
    throw new ConfigCommandError(
      `Iterations ${iterations} is ${side} ${limit} required for ${mechanism}`,
    );
  }
  const { code, bits } = SCRAM_MECHANISMS.get(mechanism)!;
  const salt = random.bytes(SCRAM_SALT_BYTES);
  return {
    mechanism: code,
    iterations,
    salt,
    saltedPassword: saltPassword(bits, password, salt, iterations),
  };
}
