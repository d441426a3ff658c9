/** A way to the controller that answers as the test says. */
import type { ChannelApi, ControllerChannel } from "../../metadata/controller_channel.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { Apis } from "../../protocol/apis.ts";
import { complete } from "../../protocol/codec/complete.ts";

export interface SentRequest {
  readonly name: string;
  readonly body: any;
  readonly atMs: number;
}

type Answer = Record<string, unknown> | Error | "never";

export class FakeController implements ControllerChannel {
  readonly sent: SentRequest[] = [];
  /** Answers by API name; the last one is repeated. A function is asked each time. */
  readonly answers = new Map<string, Answer[] | ((body: any) => Answer)>();

  constructor(readonly nowMs: () => number = () => 0) {}

  of(name: string): any[] {
    return this.sent.filter((one) => one.name === name).map(({ body }) => body);
  }

  send(api: ChannelApi<any, any>, body: any): Promise<any> {
    return this.#answer(api, body);
  }

  forward(api: ChannelApi<any, any>, body: any): Promise<any> {
    return this.#answer(api, body);
  }

  #answer(api: ChannelApi<any, any>, body: any): Promise<any> {
    const { name } = Object.values(Apis).find(({ key }) => key === api.key)!;
    this.sent.push({ name, body, atMs: this.nowMs() });
    const known = this.answers.get(name);
    if (known === undefined) return Promise.reject(new ApiError(Errors.REQUEST_TIMED_OUT));
    const answer = typeof known === "function"
      ? known(body)
      : known.length > 1
      ? known.shift()!
      : known[0];
    if (answer === "never") return new Promise(() => {});
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(complete(api.response.fields, answer as any));
  }
}
