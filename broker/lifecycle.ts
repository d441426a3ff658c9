/**
 * A broker's membership in its cluster: registers with the active controller, proves to be alive by heartbeats, is
 * unfenced when it may serve, and leaves in order (metadata spec, section 4; KIP-631).
 */
import type { ControllerChannel } from "../metadata/controller_channel.ts";
import type { Endpoint, FeatureRange } from "../metadata/image/image.ts";
import { Apis } from "../protocol/apis.ts";
import { ApiError, errorName, Errors } from "../protocol/errors.ts";
import type { Clock, Timer } from "../runtime/runtime.ts";

export interface LifecycleOptions {
  readonly clock: Clock;
  readonly channel: ControllerChannel;
  readonly brokerId: number;
  readonly clusterId: string;
  /** Random, new at every start of the process. */
  readonly incarnationId: string;
  /** Advertised ones, without those of the controller. */
  readonly endpoints: readonly Endpoint[];
  readonly features: ReadonlyMap<string, FeatureRange>;
  readonly rack: string | null;
  /** Ids of the online log directories. */
  readonly logDirs: readonly string[];
  /** From the clean-shutdown file, -1n when the last stop was not clean. */
  readonly previousBrokerEpoch: bigint;
  readonly heartbeatIntervalMs: number;
  readonly sessionTimeoutMs: number;
  readonly registrationTimeoutMs: number;
  /** Offset of the last record of the image that this broker acted on. */
  metadataOffset(): number;
  readonly log: LifecycleLog;
}

export interface LifecycleLog {
  info(message: string): void;
  warn(message: string): void;
}

/** The cluster would not have this broker. */
export class RegistrationError extends Error {
  override name = "RegistrationError";
}

type Wish = "fenced" | "unfenced" | "shut-down";

/** Between heartbeats while waiting for a change. */
const EAGER_HEARTBEAT_MS = 10;
const SHUTDOWN_HEARTBEAT_MS = 50;
const RETRY_FIRST_MS = 100;
/** How long a controlled shutdown may take. */
const SHUTDOWN_TIMEOUT_MS = 300_000;
/**
 * How long it waits without any controller's answer. Kafka goes on waiting; but who stops a whole cluster stops its
 * controllers too, and container engines kill after ten seconds what has not closed its logs by then.
 */
const SHUTDOWN_SILENCE_MS = 5_000;

export class BrokerLifecycle {
  #epoch = -1n;
  #wish: Wish = "fenced";
  #timer: Timer | null = null;
  /** Runs during a controlled shutdown, from the last answer on. */
  #silence: Timer | null = null;
  #beating = false;
  #stopped = false;
  #failures = 0;
  #offlineLogDirs: readonly string[] = [];
  /** There is something that the controller should know at once. */
  #hasNews = false;
  #caughtUp = new Signal();
  #unfenced = new Signal();
  #mayStop = new Signal();

  constructor(readonly options: LifecycleOptions) {}

  /** Broker epoch of the current registration, -1n before. */
  get epoch(): bigint {
    return this.#epoch;
  }

  /**
   * Registers, waiting for an active controller. Heartbeats go out from then on.
   *
   * @throws {RegistrationError} When the cluster refuses, or nobody answered within the registration timeout.
   */
  async register(): Promise<void> {
    const { clock, registrationTimeoutMs, log, brokerId } = this.options;
    const deadline = clock.monotonic() + registrationTimeoutMs;
    let waitMs = RETRY_FIRST_MS;
    while (!this.#stopped) {
      const left = deadline - clock.monotonic();
      if (left <= 0) {
        throw new RegistrationError(
          `No active controller registered broker ${brokerId} within ${registrationTimeoutMs} ms`,
        );
      }
      const refusal = await this.#tryToRegister(left);
      if (refusal === null) {
        log.info(`Registered broker ${brokerId} with epoch ${this.#epoch}`);
        this.#beat();
        return;
      }
      log.warn(`Broker ${brokerId} is not registered yet: ${refusal}`);
      await clock.sleep(Math.min(waitMs, Math.max(0, deadline - clock.monotonic())));
      waitMs = Math.min(waitMs * 2, this.options.sessionTimeoutMs);
    }
    throw new RegistrationError(`Broker ${brokerId} was stopped before it was registered`);
  }

  /** Resolves null on success, else with the reason of a failure that may pass. */
  async #tryToRegister(timeoutMs: number): Promise<string | null> {
    const o = this.options;
    try {
      const { errorCode, brokerEpoch } = await o.channel.send(Apis.BrokerRegistration, {
        brokerId: o.brokerId,
        clusterId: o.clusterId,
        incarnationId: o.incarnationId,
        listeners: o.endpoints,
        features: Array.from(o.features, ([name, { min, max }]) => ({
          name,
          minSupportedVersion: min,
          maxSupportedVersion: max,
        })),
        rack: o.rack,
        logDirs: [...o.logDirs].sort(),
        previousBrokerEpoch: o.previousBrokerEpoch,
      }, timeoutMs);
      if (errorCode === Errors.NONE) {
        this.#epoch = brokerEpoch;
        return null;
      }
      if (errorCode === Errors.INCONSISTENT_CLUSTER_ID) {
        throw new RegistrationError(
          `The cluster has another cluster.id than ${o.clusterId}, which the log directories belong to: ` +
            "give the coordinator its former data back, or this broker an empty log.dirs",
        );
      }
      return errorName(errorCode);
    } catch (error) {
      if (error instanceof ApiError) return error.message;
      throw error;
    }
  }

  /** Resolves when the controller has seen this broker reach its own registration in the log. */
  caughtUp(): Promise<void> {
    return this.#caughtUp.promise;
  }

  /** Asks to be unfenced; resolves when it is so and clients may come. */
  unfence(): Promise<void> {
    this.#wish = "unfenced";
    this.#beat();
    return this.#unfenced.promise;
  }

  /**
   * Asks the controller to move leadership away; resolves when it agrees, after five minutes, or where nobody answers.
   */
  async controlledShutdown(): Promise<void> {
    if (this.#epoch < 0n || this.#stopped) return;
    this.#wish = "shut-down";
    this.#beat();
    this.#expectAnswer();
    const timer = this.options.clock.setTimer(SHUTDOWN_TIMEOUT_MS, () => this.#mayStop.raise());
    await this.#mayStop.promise;
    timer.cancel();
    this.#silence?.cancel();
  }

  #expectAnswer(): void {
    const { clock, log, brokerId } = this.options;
    this.#silence?.cancel();
    this.#silence = clock.setTimer(SHUTDOWN_SILENCE_MS, () => {
      log.warn(`Broker ${brokerId} stops without its controller, which does not answer`);
      this.#mayStop.raise();
    });
  }

  /** Tells the controller which log directories have failed: it finds other leaders for their partitions. */
  logDirsFailed(ids: readonly string[]): void {
    this.#offlineLogDirs = ids;
    this.#hasNews = true;
    this.#beat();
  }

  /** Ends the heartbeats. */
  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#mayStop.raise();
  }

  #schedule(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (!this.#stopped) this.#timer = this.options.clock.setTimer(delayMs, () => this.#beat());
  }

  #beat(): void {
    if (this.#beating || this.#stopped || this.#epoch < 0n) return;
    this.#beating = true;
    this.#hasNews = false;
    const wish = this.#wish;
    this.#sendHeartbeat(wish).then((nextMs) => {
      this.#beating = false;
      // A wish that came up meanwhile does not wait for the next beat.
      this.#schedule(wish === this.#wish && !this.#hasNews ? nextMs : 0);
    });
  }

  /** Sends one heartbeat; resolves with the time until the next. */
  async #sendHeartbeat(wish: Wish): Promise<number> {
    const o = this.options;
    try {
      const answer = await o.channel.send(Apis.BrokerHeartbeat, {
        brokerId: o.brokerId,
        brokerEpoch: this.#epoch,
        currentMetadataOffset: BigInt(o.metadataOffset()),
        wantFence: wish === "fenced",
        wantShutDown: wish === "shut-down",
        offlineLogDirs: this.#offlineLogDirs,
      }, o.sessionTimeoutMs);
      if (answer.errorCode !== Errors.NONE) {
        throw new ApiError(answer.errorCode, errorName(answer.errorCode));
      }
      this.#failures = 0;
      if (this.#silence !== null && !this.#mayStop.raised) this.#expectAnswer();
      if (answer.isCaughtUp) this.#caughtUp.raise();
      if (!answer.isFenced && wish === "unfenced") this.#unfenced.raise();
      if (answer.shouldShutDown && wish === "shut-down") this.#mayStop.raise();
      if (wish === "shut-down") return SHUTDOWN_HEARTBEAT_MS;
      const waiting = wish === "fenced" ? !this.#caughtUp.raised : !this.#unfenced.raised;
      return waiting ? EAGER_HEARTBEAT_MS : o.heartbeatIntervalMs;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      o.log.warn(`A heartbeat of broker ${o.brokerId} failed: ${reason}`);
      return Math.min(RETRY_FIRST_MS * 2 ** this.#failures++, o.sessionTimeoutMs);
    }
  }
}

/** Something that happens once and can be waited for. */
class Signal {
  raised = false;
  readonly promise: Promise<void>;
  readonly #resolve: () => void;

  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.promise = promise;
    this.#resolve = resolve;
  }

  raise(): void {
    this.raised = true;
    this.#resolve();
  }
}
