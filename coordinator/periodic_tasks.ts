/** What the active controller does on its own: fences silent brokers, keeps the log moving, puts leaders right. */
import { MetadataVersion } from "../metadata/metadata_version.ts";
import { metadataRecord } from "../protocol/data/metadata_framing.ts";
import { ApiError } from "../protocol/errors.ts";
import type { Clock, Timer } from "../runtime/runtime.ts";
import type { ActiveController } from "./active_controller.ts";
import { fence } from "./broker_fencing.ts";
import type { BrokerSessions } from "./broker_sessions.ts";
import {
  answer,
  type ControllerState,
  type Decision,
  metadataVersionIn,
  piecewise,
} from "./decision.ts";
import { removeExpiredTokens } from "./delegation_tokens.ts";
import { balanceLeaders, electUnclean } from "./leader_elections.ts";
import type { ControllerSettings, TokenSettings } from "./settings.ts";

/** Between two passes of which the first was cut short. */
const NEXT_PASS_MS = 10;

export interface PeriodicTasksOptions {
  readonly clock: Clock;
  readonly controller: ActiveController;
  readonly sessions: BrokerSessions;
  readonly settings: ControllerSettings;
  readonly tokens: TokenSettings;
  readonly onFault: (error: unknown) => void;
}

export class PeriodicTasks {
  readonly #options: PeriodicTasksOptions;
  readonly #timers = new Map<string, Timer>();

  constructor(options: PeriodicTasksOptions) {
    this.#options = options;
  }

  start(): void {
    const { settings, tokens } = this.#options;
    this.#schedule("fence", this.#fenceDelayMs(), () => this.#fenceStale());
    if (settings.maxIdleIntervalMs > 0) {
      this.#schedule("no-op", settings.maxIdleIntervalMs, () => this.#writeNoOp());
    }
    if (settings.autoLeaderRebalance) {
      const { leaderImbalanceCheckIntervalMs: intervalMs } = settings;
      this.#schedule("balance", intervalMs, () => this.#pass(balanceLeaders, intervalMs));
    }
    const { uncleanLeaderElectionIntervalMs: uncleanMs } = settings;
    this.#schedule("unclean", uncleanMs, () => this.#pass(electUnclean, uncleanMs));
    if (tokens.secretKey !== null) {
      const { expiryCheckIntervalMs: checkMs } = tokens;
      this.#schedule("tokens", checkMs, () => {
        this.#write(removeExpiredTokens);
        return checkMs;
      });
    }
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  /** `task` returns the delay until its next run. */
  #schedule(name: string, delayMs: number, task: () => number): void {
    const { clock, controller } = this.#options;
    const timer = clock.setTimer(Math.max(1, delayMs), () => {
      if (!controller.isActive) return;
      const nextMs = task();
      // A fault in the task may have ended the leadership, and with it these timers.
      if (controller.isActive && this.#timers.get(name) === timer) {
        this.#schedule(name, nextMs, task);
      }
    });
    this.#timers.set(name, timer);
  }

  #write<R>(operation: (state: ControllerState) => Decision<R>): R | undefined {
    let response: R | undefined;
    const written = this.#options.controller.write((state) => {
      const decision = operation(state);
      response = decision.response;
      return decision;
    });
    written.catch((error) => {
      if (!(error instanceof ApiError)) this.#options.onFault(error);
    });
    return response;
  }

  #fenceDelayMs(): number {
    const { clock, controller, sessions } = this.#options;
    const nowMs = clock.monotonic();
    return Math.ceil(sessions.nextExpiryMs(controller.pendingImage, nowMs) - nowMs);
  }

  #fenceStale(): number {
    const { clock, controller, sessions } = this.#options;
    // One write each: the next broker's partitions are judged with the one before gone.
    for (const id of sessions.stale(controller.pendingImage, clock.monotonic())) {
      this.#write((state) => {
        const broker = state.image.brokers.get(id);
        return broker === undefined ? answer(null) : piecewise(fence(state, broker), null);
      });
    }
    return this.#fenceDelayMs();
  }

  #writeNoOp(): number {
    const { clock, controller, settings } = this.#options;
    const idleMs = clock.monotonic() - controller.lastWriteMs;
    if (idleMs < settings.maxIdleIntervalMs) return settings.maxIdleIntervalMs - idleMs;
    this.#write((state) =>
      metadataVersionIn(state) < MetadataVersion.IBP_3_3_IV1_NO_OP
        ? answer(null)
        : piecewise([metadataRecord("NoOpRecord", 0, {})], null)
    );
    return settings.maxIdleIntervalMs;
  }

  #pass(run: (state: ControllerState) => Decision<boolean>, intervalMs: number): number {
    return this.#write(run) ? NEXT_PASS_MS : intervalMs;
  }
}
