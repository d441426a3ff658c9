/**
 * Registers this controller with the active one (be it itself) once the metadata.version knows of it, until its
 * registration shows in the metadata (KIP-919): without it features can't be upgraded.
 */
import type { ControllerChannel } from "../metadata/controller_channel.ts";
import type { Endpoint, FeatureRange, MetadataImage } from "../metadata/image/image.ts";
import { MetadataVersion, metadataVersionOf } from "../metadata/metadata_version.ts";
import { Apis } from "../protocol/apis.ts";
import { ApiError } from "../protocol/errors.ts";
import type { Clock, Timer } from "../runtime/runtime.ts";

/** Pause after a registration that failed, doubled with each failure up to the last. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 10_000;
const SEND_TIMEOUT_MS = 30_000;

export interface ControllerRegistrarOptions {
  readonly clock: Clock;
  readonly channel: ControllerChannel;
  readonly nodeId: number;
  /** Of this run of the process. */
  readonly incarnationId: string;
  /** Where the controller listeners can be reached. */
  readonly endpoints: () => readonly Endpoint[];
  readonly supportedFeatures: ReadonlyMap<string, FeatureRange>;
  readonly onFault: (error: unknown) => void;
}

export class ControllerRegistrar {
  readonly #options: ControllerRegistrarOptions;
  #image: MetadataImage | null = null;
  #sending = false;
  #stopped = false;
  #retryMs = FIRST_RETRY_MS;
  #timer: Timer | null = null;

  constructor(options: ControllerRegistrarOptions) {
    this.#options = options;
  }

  /** Called with each new committed state. */
  update(image: MetadataImage): void {
    this.#image = image;
    if (this.#timer === null) this.#registerIfMissing();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #isMissing(): boolean {
    const { nodeId, incarnationId } = this.#options;
    const image = this.#image;
    return image !== null &&
      metadataVersionOf(image.features) >= MetadataVersion.IBP_3_7_IV0_CONTROLLER_REGISTRATION &&
      image.controllers.get(nodeId)?.incarnationId !== incarnationId;
  }

  #registerIfMissing(): void {
    if (this.#sending || this.#stopped || !this.#isMissing()) return;
    this.#sending = true;
    this.#register().then((accepted) => {
      this.#sending = false;
      if (accepted) this.#retryMs = FIRST_RETRY_MS;
      else this.#retryLater();
    }, (error) => {
      this.#sending = false;
      this.#options.onFault(error);
    });
  }

  /** Whether the active controller took it. */
  async #register(): Promise<boolean> {
    const { channel, nodeId, incarnationId, endpoints, supportedFeatures } = this.#options;
    const request = {
      controllerId: nodeId,
      incarnationId,
      zkMigrationReady: false,
      listeners: endpoints(),
      features: [...supportedFeatures].map(([name, { min, max }]) => ({
        name,
        minSupportedVersion: min,
        maxSupportedVersion: max,
      })),
    };
    try {
      const answer = await channel.send(Apis.ControllerRegistration, request, SEND_TIMEOUT_MS);
      return answer.errorCode === 0;
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
  }

  #retryLater(): void {
    if (this.#stopped) return;
    this.#timer = this.#options.clock.setTimer(this.#retryMs, () => {
      this.#timer = null;
      this.#registerIfMissing();
    });
    this.#retryMs = Math.min(2 * this.#retryMs, LAST_RETRY_MS);
  }
}
