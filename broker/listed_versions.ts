import type { ApiHandler } from "../network/api.ts";
import { apiByKey } from "../protocol/apis.ts";

type Range = ApiHandler["versions"];

/**
 * What ApiVersions lists of an API: of one that is passed on no more than the active controller can do as well.
 *
 * @param controllerApis Left out where it is not known what the controller can do.
 * @returns null for an API that must not be listed.
 */
export function listedVersions(
  { key, versions }: Pick<ApiHandler, "key" | "versions">,
  controllerApis?: readonly Pick<ApiHandler, "key" | "versions">[],
): Range | null {
  if (controllerApis === undefined || !apiByKey(key)?.forwardable) return versions;
  const theirs = controllerApis.find((api) => api.key === key)?.versions;
  if (theirs === undefined) return null;
  const min = Math.max(versions.min, theirs.min);
  const max = Math.min(versions.max, theirs.max);
  return min > max ? null : { min, max };
}
