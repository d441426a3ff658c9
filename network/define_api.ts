import type { ApiHandler } from "./api.ts";
import type { Api } from "../protocol/api.ts";
import type { Message } from "../protocol/codec/message.ts";

/** Joins an API's row with the function that answers it, so that both have the API's own types. */
export function defineApi<Request extends Message<any>, Response extends Message<any>>(
  api: Api<Request, Response>,
  handle: ApiHandler<Request, Response>["handle"],
  options: Partial<Pick<ApiHandler, "versions" | "overlaps" | "sent" | "unsent">> = {},
): ApiHandler<Request, Response> {
  const { key, name, request, response, versions, answered } = api;
  return { key, name, request, response, versions, answered, handle, ...options };
}
