/**
 * What a server holds for all of its clients together (KIP-72): requests that are not complete or not handled yet,
 * answers that are being made, and answers that the client does not read.
 *
 * While that is more than the limit, connections that hold more than their share are made to wait: they are not read
 * from, none of their requests is handled. All others are served. A connection in the middle of a long request must
 * receive more before it can let go of anything, so one such connection at a time may go on: the favoured one. Where it
 * stands still it is closed, for others wait.
 */
import type { Clock, Timer } from "../runtime/runtime.ts";
import { logger } from "./logger.ts";

/** A connection, as far as it holds bytes. */
export interface Holder {
  readonly peer: { readonly remoteAddress: string; readonly remotePort: number };
  /** Bytes that were counted for it. */
  readonly heldBytes: number;
  /** Tells the server's count what it holds now. */
  recount(): void;
  /** Takes up what waited, if nothing is against it any more. */
  goOn(): void;
  /** Closes it: in the middle of a request it stood still. */
  closeStalled(): void;
}

export interface Holders extends Iterable<Holder> {
  readonly size: number;
}

/** A connection may always hold this much. */
export const SMALLEST_SHARE_BYTES = 16 * 1024;
/** Answers are made in pieces from these sizes on, a part of what room there is. */
const SMALLEST_EAGER_BYTES = 32 * 1024;
const LARGEST_EAGER_BYTES = 1024 * 1024;
const ROOM_PARTS = 64;
/** While too much is held, this often somebody looks whether it still is, and whether the favoured one goes on. */
const LOOK_INTERVAL_MS = 1000;
/** The favoured connection may stand still for this many looks. */
const PATIENCE = 4;
/** Connections wait no more below this part of the limit. */
const RELIEF = 0.75;
/** An episode that begins sooner after the last one is the same to whoever reads the log. */
const QUIET_MS = 60_000;

export class HeldBytes {
  #total = 0;
  /** Too much is held, or was and not much less is held now. */
  #pressed = false;
  readonly #receiving = new Set<Holder>();
  #favoured: Holder | null = null;
  /** Looks since the favoured connection received something. */
  #stillLooks = 0;
  #timer: Timer | null = null;
  #isLettingOn = false;
  /** Until then, or while connections wait, nothing is told. */
  #quietUntilMs = -Infinity;

  constructor(
    readonly clock: Clock,
    readonly holders: Holders,
    readonly limitBytes: number,
  ) {}

  get totalBytes(): number {
    return this.#total;
  }

  get exceeded(): boolean {
    return this.#total > this.limitBytes;
  }

  /** Whether connections may have to wait: too much is held, or was until a moment ago. */
  get pressed(): boolean {
    return this.#pressed;
  }

  /** What an answer may take before it is sent: so little that many can be made while there is room. */
  get eagerBytes(): number {
    const room = this.limitBytes - this.#total;
    return Math.max(
      SMALLEST_EAGER_BYTES,
      Math.min(Math.floor(room / ROOM_PARTS), LARGEST_EAGER_BYTES),
    );
  }

  /** What one connection may hold while too much is held. */
  get shareBytes(): number {
    return Math.max(SMALLEST_SHARE_BYTES, this.limitBytes / Math.max(1, this.holders.size));
  }

  /** Some connection holds `change` bytes more than before. */
  add(change: number): void {
    this.#total += change;
    if (this.#total > this.limitBytes) {
      if (!this.#pressed) this.#press();
    } else if (this.#pressed && this.#total <= this.limitBytes * RELIEF) this.#relieve();
  }

  /** Whether a connection in the middle of a request that takes `requestBytes` now may receive more of it. */
  mayReceive(holder: Holder, requestBytes: number): boolean {
    const fits = !this.exceeded || requestBytes <= this.shareBytes;
    if (this.#favoured === null && !fits) {
      this.#receiving.delete(holder);
      this.#favoured = holder;
    }
    if (this.#favoured === holder) {
      this.#stillLooks = 0;
      if (fits) this.#favoured = null;
      return true;
    }
    if (fits) this.#receiving.delete(holder);
    else this.#receiving.add(holder);
    return fits;
  }

  /** The connection is gone. */
  remove(holder: Holder): void {
    this.#receiving.delete(holder);
    if (this.#favoured === holder) this.#favoured = null;
    if (this.#pressed) this.#letOn();
  }

  /** Others may be gone as well: who is not read from is not known to be. */
  #letOn(): void {
    if (this.#isLettingOn) return;
    this.#isLettingOn = true;
    this.clock.endOfTurn(() => {
      this.#isLettingOn = false;
      if (!this.#pressed) return;
      if (!this.exceeded) this.#wakeAll();
      else if (this.#favoured === null) this.#favourNext();
    });
  }

  #press(): void {
    this.#pressed = true;
    this.#timer ??= this.clock.setTimer(LOOK_INTERVAL_MS, () => this.#look());
    if (this.clock.monotonic() >= this.#quietUntilMs) this.#tell();
  }

  #tell(): void {
    let most: Holder | null = null;
    for (const holder of this.holders) {
      if (most === null || holder.heldBytes > most.heldBytes) most = holder;
    }
    logger.warn(
      "{heldBytes} bytes are held for {connections} connections, more than {limitBytes}: those that hold most wait " +
        "(most has {remote}: {mostBytes})",
      {
        heldBytes: this.#total,
        connections: this.holders.size,
        limitBytes: this.limitBytes,
        remote: `${most?.peer.remoteAddress}:${most?.peer.remotePort}`,
        mostBytes: most?.heldBytes ?? 0,
      },
    );
  }

  #relieve(): void {
    this.#pressed = false;
    this.#quietUntilMs = this.clock.monotonic() + QUIET_MS;
    this.#receiving.clear();
    this.#favoured = null;
    this.#timer?.cancel();
    this.#timer = null;
    this.clock.endOfTurn(() => this.#wakeAll());
  }

  /** Part of an answer leaves without being told, so all are asked. */
  #look(): void {
    this.#timer = this.clock.setTimer(LOOK_INTERVAL_MS, () => this.#look());
    for (const holder of [...this.holders]) holder.recount();
    if (!this.#pressed) return;
    if (!this.exceeded) return this.#wakeAll();
    if (this.#favoured !== null && ++this.#stillLooks >= PATIENCE) {
      this.#favoured.closeStalled();
      this.#favoured = null;
    }
    if (this.#favoured === null) this.#favourNext();
  }

  #favourNext(): void {
    const [next] = this.#receiving;
    if (next === undefined) return;
    this.#receiving.delete(next);
    this.#favoured = next;
    this.#stillLooks = 0;
    next.goOn();
  }

  #wakeAll(): void {
    for (const holder of [...this.holders]) holder.goOn();
  }
}
