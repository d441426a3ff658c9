/** Hands out producer ids from blocks that the controller allocates; fetches the next block before one is used up. */
import type { ControllerChannel } from "../metadata/controller_channel.ts";
import { Apis } from "../protocol/apis.ts";
import { ApiError, Errors } from "../protocol/errors.ts";

/** The next block is asked for when this share of the current one is used. */
const PREFETCH_AT = 0.9;
const REQUEST_TIMEOUT_MS = 30_000;

interface Block {
  next: bigint;
  readonly end: bigint;
  readonly prefetchFrom: bigint;
}

export class ProducerIdManager {
  #block: Block | null = null;
  #following: Block | null = null;
  #request: Promise<void> | null = null;

  constructor(
    readonly channel: ControllerChannel,
    readonly broker: { readonly id: number; epoch(): bigint },
  ) {}

  /**
   * A producer id that no other producer of the cluster has.
   *
   * @throws {ApiError} COORDINATOR_LOAD_IN_PROGRESS while no block can be had: clients try again.
   */
  async next(): Promise<bigint> {
    const atHand = this.#take();
    if (atHand !== null) return atHand;
    await this.#allocate();
    const id = this.#take();
    if (id === null) throw new ApiError(Errors.COORDINATOR_LOAD_IN_PROGRESS);
    return id;
  }

  #take(): bigint | null {
    if (this.#block === null || this.#block.next >= this.#block.end) {
      this.#block = this.#following;
      this.#following = null;
    }
    const block = this.#block;
    if (block === null) return null;
    const id = block.next++;
    if (id >= block.prefetchFrom && this.#following === null) void this.#allocate();
    return id;
  }

  /** One request at a time; never rejects. */
  #allocate(): Promise<void> {
    this.#request ??= this.#requestBlock().finally(() => this.#request = null);
    return this.#request;
  }

  async #requestBlock(): Promise<void> {
    try {
      const { errorCode, producerIdStart, producerIdLen } = await this.channel.send(
        Apis.AllocateProducerIds,
        { brokerId: this.broker.id, brokerEpoch: this.broker.epoch() },
        REQUEST_TIMEOUT_MS,
      );
      if (errorCode !== Errors.NONE) return;
      this.#following = {
        next: producerIdStart,
        end: producerIdStart + BigInt(producerIdLen),
        prefetchFrom: producerIdStart + BigInt(Math.floor(producerIdLen * PREFETCH_AT)),
      };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }
}
