/** A broker's way to the active controller of its own process: no socket, no bytes, the same answers. */
import type { ChannelApi, ControllerChannel } from "../metadata/controller_channel.ts";
import type { ApiHandler, RequestContext } from "../network/api.ts";
import { complete } from "../protocol/codec/complete.ts";
import type { DecodedMessage, EncodableMessage, Message } from "../protocol/codec/message.ts";
import { ApiError, Errors } from "../protocol/errors.ts";
import type { Clock } from "../runtime/runtime.ts";
import { IN_PROCESS_CONNECTION } from "./access.ts";

/** Between attempts while this node is not active. */
const RETRY_MS = 50;

/** Runs a request of the controller listener; rejects with NOT_CONTROLLER where the active controller is elsewhere. */
export type Dispatch = (
  apiKey: number,
  request: unknown,
  context: RequestContext,
) => Promise<unknown>;

export interface InProcessChannelOptions {
  readonly clock: Clock;
  readonly dispatch: Dispatch;
  readonly handler: (apiKey: number) => ApiHandler | undefined;
  /** Whether this node is the active controller now. */
  readonly isActive: () => boolean;
  /** Whether another node is known to lead the quorum. */
  readonly isElsewhere: () => boolean;
  /** Takes over while another node is the active controller; without it requests wait for this one. */
  readonly elsewhere: ControllerChannel | null;
}

export class InProcessControllerChannel implements ControllerChannel {
  readonly #options: InProcessChannelOptions;
  #activation = Promise.withResolvers<void>();

  constructor(options: InProcessChannelOptions) {
    this.#options = options;
  }

  /** This node became the active controller: what waits for that goes on at once. */
  activated(): void {
    this.#activation.resolve();
    this.#activation = Promise.withResolvers();
  }

  async send<Request extends Message<any>, Response extends Message<any>>(
    api: ChannelApi<Request, Response>,
    request: EncodableMessage<Request>,
    timeoutMs: number,
  ): Promise<DecodedMessage<Response>> {
    const decoded = complete(api.request.fields, request);
    const apiVersion = this.#options.handler(api.key)?.versions.max ?? 0;
    const context = { ...BROKER_CONTEXT, apiKey: api.key, apiVersion };
    return await this.#retry(
      timeoutMs,
      async () => {
        const response = await this.#options.dispatch(api.key, decoded, context);
        return complete(api.response.fields, response as never) as DecodedMessage<Response>;
      },
      (elsewhere, leftMs) => elsewhere.send(api, request, leftMs),
    );
  }

  async forward<Request extends Message<any>, Response extends Message<any>>(
    api: ChannelApi<Request, Response>,
    request: DecodedMessage<Request>,
    context: RequestContext,
    timeoutMs: number,
  ): Promise<EncodableMessage<Response>> {
    return await this.#retry(
      timeoutMs,
      async () =>
        await this.#options.dispatch(api.key, request, context) as EncodableMessage<Response>,
      (elsewhere, leftMs) => elsewhere.forward(api, request, context, leftMs),
    );
  }

  async #retry<T>(
    timeoutMs: number,
    here: () => Promise<T>,
    there: (elsewhere: ControllerChannel, leftMs: number) => Promise<T>,
  ): Promise<T> {
    const { clock, isActive, isElsewhere, elsewhere } = this.#options;
    const deadline = clock.monotonic() + timeoutMs;
    while (true) {
      const leftMs = deadline - clock.monotonic();
      if (leftMs <= 0) {
        throw new ApiError(Errors.REQUEST_TIMED_OUT, "No active controller answered in time");
      }
      if (isActive()) {
        try {
          return await withinTime(clock, leftMs, here());
        } catch (error) {
          if (!(error instanceof ApiError) || error.code !== Errors.NOT_CONTROLLER) throw error;
        }
      } else if (elsewhere !== null && isElsewhere()) {
        return await there(elsewhere, leftMs);
      }
      const pause = clock.sleep(Math.min(RETRY_MS, Math.max(1, leftMs)));
      await Promise.race([pause, this.#activation.promise]);
    }
  }
}

function withinTime<T>(clock: Clock, leftMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimer(leftMs, () =>
      reject(
        new ApiError(Errors.REQUEST_TIMED_OUT, "The active controller did not answer in time"),
      ));
    work.then(resolve, reject).finally(() => timer.cancel());
  });
}

/** The broker of this process itself. */
const BROKER_CONTEXT = {
  correlationId: 0,
  clientId: "in-process",
  principal: { type: "User", name: "ANONYMOUS" },
  connection: IN_PROCESS_CONNECTION,
};
