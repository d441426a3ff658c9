/** Handlers and requests for tests of the server: each request's timeout names it, answers say which ran when. */
import { type Answer, type ApiHandler, CLOSE_CONNECTION, NO_RESPONSE } from "../../network/api.ts";
import { defineApi } from "../../network/define_api.ts";
import { encodeRequest } from "../../client/request_frame.ts";
import { Apis } from "../../protocol/apis.ts";

export const HEARTBEAT_VERSION = 3;

/** Frame of a Heartbeat whose generation is `id`. */
export function heartbeat(id: number, correlationId = id): Uint8Array {
  const body = { groupId: "g", generationId: id, memberId: "m" };
  return encodeRequest(Apis.Heartbeat, HEARTBEAT_VERSION, correlationId, "tester", body)[0];
}

/** Answers that the test gives when it wants to, by the request's generation. */
export class Scripted {
  /** Generations in the order in which their handling began. */
  readonly started: number[] = [];
  readonly #waiting = new Map<number, (answer: Answer<any>) => void>();
  readonly #failing = new Map<number, (error: unknown) => void>();

  handler(options: Partial<ApiHandler> = {}): ApiHandler {
    return defineApi<any, any>(Apis.Heartbeat, ({ generationId: id }) => {
      this.started.push(id);
      if (id < 0) return { errorCode: 0 };
      return new Promise((resolve, reject) => {
        this.#waiting.set(id, resolve);
        this.#failing.set(id, reject);
      });
    }, options);
  }

  answer(id: number, answer: Answer<any> = { errorCode: 0 }): void {
    this.#waiting.get(id)!(answer);
  }

  fail(id: number, error: unknown): void {
    this.#failing.get(id)!(error);
  }
}

export { CLOSE_CONNECTION, NO_RESPONSE };
