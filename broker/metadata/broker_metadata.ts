/**
 * The metadata image as this broker shows it to clients: each change becomes visible only after the broker acted on it
 * (opened logs, took leadership), so a leader that a client is told of is ready.
 */
import { EMPTY_IMAGE } from "../../metadata/image/empty_image.ts";
import type { MetadataChange, MetadataFeed, MetadataImage } from "../../metadata/image/image.ts";
import type { Clock } from "../../runtime/runtime.ts";
import { brokerEndpoints, type NodeEndpoint } from "./endpoints.ts";

export type ChangeAction = (change: MetadataChange) => void | Promise<void>;

export class BrokerMetadata {
  #image: MetadataImage = EMPTY_IMAGE;
  #queue: Promise<void> = Promise.resolve();
  readonly #waiting = new Set<() => void>();
  #stop = () => {};

  /**
   * @param actions Carried out for each change, in order, before it becomes visible.
   * @param onError A failing action: the change still becomes visible.
   */
  constructor(
    readonly clock: Clock,
    readonly actions: readonly ChangeAction[],
    readonly onError: (error: unknown) => void,
  ) {}

  get image(): MetadataImage {
    return this.#image;
  }

  follow(feed: MetadataFeed): void {
    this.#stop = feed.subscribe((change) => {
      this.#queue = this.#queue.then(() => this.#apply(change));
    });
  }

  /** Ends following; resolves when the changes under way are applied. */
  async stop(): Promise<void> {
    this.#stop();
    await this.#queue;
  }

  async #apply(change: MetadataChange): Promise<void> {
    for (const action of this.actions) {
      try {
        await action(change);
      } catch (error) {
        this.onError(error);
      }
    }
    this.#image = change.after;
    for (const check of [...this.#waiting]) check();
  }

  /** Resolves true once `condition` holds for the visible image, false when that takes longer than `timeoutMs`. */
  until(condition: (image: MetadataImage) => boolean, timeoutMs: number): Promise<boolean> {
    if (condition(this.#image)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (met: boolean) => {
        this.#waiting.delete(check);
        timer.cancel();
        resolve(met);
      };
      const check = () => condition(this.#image) && end(true);
      const timer = this.clock.setTimer(timeoutMs, () => end(false));
      this.#waiting.add(check);
    });
  }

  /** Where clients reach the given brokers on `listener`; unknown and fenced ones are left out. */
  endpointsOf(brokerIds: readonly number[], listener: string): NodeEndpoint[] {
    return brokerEndpoints(this.#image, listener).filter(({ nodeId }) =>
      brokerIds.includes(nodeId)
    );
  }
}
