/** Which names topics may have. */
import { ApiError, Errors } from "../protocol/errors.ts";

export const CLUSTER_METADATA_TOPIC = "__cluster_metadata";
const LONGEST = 249;

/** @throws {ApiError} INVALID_TOPIC_EXCEPTION, in Kafka's words. */
export function checkTopicName(name: string): void {
  const problem = problemOf(name);
  if (problem !== null) {
    throw new ApiError(Errors.INVALID_TOPIC_EXCEPTION, `Topic name is invalid: ${problem}`);
  }
}

function problemOf(name: string): string | null {
  if (name === "") return "the empty string is not allowed";
  if (name === "." || name === "..") return `'${name}' is not allowed`;
  if (name.length > LONGEST) {
    return `the length of '${name}' is longer than the max allowed length ${LONGEST}`;
  }
  if (!/^[a-zA-Z0-9._-]+$/.test(name)) {
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  }
  return null;
}

/** Whether `name` has characters that metric names can't tell apart. */
export function mayCollide(name: string): boolean {
  return name.includes(".") || name.includes("_");
}

/** Names with the same key would get the same metric names. */
export function collisionKey(name: string): string {
  return name.replaceAll(".", "_");
}
