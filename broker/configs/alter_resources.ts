/**
 * What AlterConfigs and IncrementalAlterConfigs have in common on a broker: each resource is checked here, and what this
 * broker neither refuses nor does itself goes on to the active controller (coordinator spec 3.8).
 */
import { ConfigError } from "../../config/config_error.ts";
import { ApiError, errorMessage, Errors } from "../../protocol/errors.ts";
import type { Failure } from "../forward.ts";

export interface NamedResource {
  readonly resourceType: number;
  readonly resourceName: string;
}

export interface ResourceResult extends Failure, NamedResource {}

/** A resource's fate on this broker: done, or for the controller to do. */
export type Verdict = "done" | "controller";

/**
 * One result for each resource, in their order.
 *
 * @param check Throws ApiError or ConfigError to refuse a resource.
 * @param ask What the controller says to the resources left, in their order. Not called where none is left.
 */
export async function alterResources<Resource extends NamedResource>(
  resources: readonly Resource[],
  check: (resource: Resource) => Verdict,
  ask: (rest: readonly Resource[]) => Promise<readonly Failure[]>,
): Promise<ResourceResult[]> {
  const named = Map.groupBy(resources, keyOf);
  const rest: Resource[] = [];
  const verdicts = resources.map((resource): Failure | "controller" => {
    try {
      if (named.get(keyOf(resource))!.length > 1) {
        throw new ApiError(Errors.INVALID_REQUEST, "Each resource must appear at most once.");
      }
      if (check(resource) === "done") return { errorCode: Errors.NONE, errorMessage: null };
      rest.push(resource);
      return "controller";
    } catch (error) {
      return failureOf(error);
    }
  });
  const answers = rest.length > 0 ? [...await ask(rest)] : [];
  return resources.map(({ resourceType, resourceName }, index) => {
    const verdict = verdicts[index];
    const { errorCode, errorMessage } = verdict === "controller" ? answers.shift()! : verdict;
    return { errorCode, errorMessage, resourceType, resourceName };
  });
}

const keyOf = ({ resourceType, resourceName }: NamedResource) => `${resourceType}:${resourceName}`;

/** What is wrong with a broker's setting is INVALID_REQUEST. */
function failureOf(error: unknown): Failure {
  if (error instanceof ConfigError) {
    return { errorCode: Errors.INVALID_REQUEST, errorMessage: error.message };
  }
  if (!(error instanceof ApiError)) throw error;
  const { code, message } = error;
  // Of what it did not expect Kafka says nothing.
  const unexpected = code === Errors.UNKNOWN_SERVER_ERROR && message === errorMessage(code);
  return { errorCode: code, errorMessage: unexpected ? null : message };
}

/** @throws {ApiError} INVALID_REQUEST where some value is null. */
export function refuseNulls(
  configs: readonly { readonly name: string; readonly value: string | null }[],
): void {
  const missing = configs.filter(({ value }) => value === null).map(({ name }) => name);
  if (missing.length === 0) return;
  throw new ApiError(
    Errors.INVALID_REQUEST,
    `Null value not supported for : ${missing.join(",")}`,
  );
}

/** @throws {ApiError} INVALID_REQUEST for a resource that belongs to another broker. */
export function checkIsThisBroker(name: string, nodeId: number): void {
  if (!/^[+-]?\d+$/.test(name)) {
    throw new ApiError(Errors.INVALID_REQUEST, `Node id must be an integer, but it is: ${name}`);
  }
  if (Number(name) !== nodeId) {
    throw new ApiError(
      Errors.INVALID_REQUEST,
      `Unexpected broker id, expected ${nodeId}, but received ${name}`,
    );
  }
}
