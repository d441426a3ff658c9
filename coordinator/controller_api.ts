/** The form of the files in `apis/`: what runs a request, and what its answer looks like when it could not run. */
import type { ApiHandler, RequestContext } from "../network/api.ts";
import { defineApi } from "../network/define_api.ts";
import type { Api } from "../protocol/api.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../protocol/codec/message.ts";
import { type Failure, failureOf } from "./failure.ts";

export interface ControllerApi<
  Request extends Message<any> = any,
  Response extends Message<any> = any,
> {
  readonly api: Api<Request, Response>;
  /** @throws {ApiError} When the request failed as a whole. */
  run(
    request: DecodedMessage<Request>,
    context: RequestContext,
  ): EncodableMessage<Response> | Promise<EncodableMessage<Response>>;
  /** The answer to a request that failed as a whole. */
  failed(
    request: DecodedMessage<Request>,
    failure: Failure,
    context: RequestContext,
  ): EncodableMessage<Response>;
  /** Several of a connection may be under way at once. */
  readonly overlaps?: boolean;
}

/** Gives the three parts of an API file their types. */
export function controllerApi<Request extends Message<any>, Response extends Message<any>>(
  parts: ControllerApi<Request, Response>,
): ControllerApi<Request, Response> {
  return parts;
}

/** The handler of a listener's table. */
export function toHandler<Request extends Message<any>, Response extends Message<any>>(
  controllerApi: ControllerApi<Request, Response>,
): ApiHandler<Request, Response> {
  const { api, overlaps } = controllerApi;
  return defineApi(api, (request, context) => answerTo(controllerApi, request, context), {
    overlaps,
  });
}

async function answerTo<Request extends Message<any>, Response extends Message<any>>(
  { run, failed }: ControllerApi<Request, Response>,
  request: DecodedMessage<Request>,
  context: RequestContext,
): Promise<EncodableMessage<Response>> {
  try {
    return await run(request, context);
  } catch (error) {
    return failed(request, failureOf(error), context);
  }
}
