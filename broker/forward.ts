/** How a broker hands requests of its clients on to the active controller (KIP-590). */
import type { ApiHandler, RequestContext } from "../network/api.ts";
import type { Api } from "../protocol/api.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../protocol/codec/message.ts";
import { ApiError } from "../protocol/errors.ts";
import { defineApi } from "../network/define_api.ts";
import type { BrokerServices } from "./services.ts";

/** How long a controller is looked for; a request's own timeout only bounds the controller's work. */
const FORWARD_TIMEOUT_MS = 60_000;

export interface Failure {
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** The answer to a request for which no controller was found. */
export type Failed<Request extends Message<any>, Response extends Message<any>> = (
  request: DecodedMessage<Request>,
  failure: Failure,
  context: RequestContext,
) => EncodableMessage<Response>;

/** What the active controller answers, under the client's principal; `failed` where there is none in time. */
export async function askController<Request extends Message<any>, Response extends Message<any>>(
  { controller }: BrokerServices,
  api: Api<Request, Response>,
  request: DecodedMessage<Request>,
  context: RequestContext,
  failed: Failed<Request, Response>,
): Promise<EncodableMessage<Response>> {
  try {
    return await controller.forward(api, withOwnBytes(request), context, FORWARD_TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return failed(request, { errorCode: error.code, errorMessage: error.message }, context);
  }
}

/** The handler of an API to which the broker has nothing to add. */
export function forward<Request extends Message<any>, Response extends Message<any>>(
  services: BrokerServices,
  api: Api<Request, Response>,
  failed: Failed<Request, Response>,
): ApiHandler {
  return defineApi(
    api,
    (request, context) => askController(services, api, request, context, failed),
  );
}

/** The request with copies of its byte fields, which are views of a buffer that is used again. */
function withOwnBytes<T>(value: T): T {
  if (value instanceof Uint8Array) return value.slice() as T;
  if (Array.isArray(value)) return value.map(withOwnBytes) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, withOwnBytes(field)]),
  ) as T;
}
