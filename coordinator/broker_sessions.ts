/**
 * What the active controller knows of brokers beyond the log: when each was last heard of and how far it has read. Not
 * replicated: a new controller gives every broker a fresh session.
 */
import type { MetadataImage } from "../metadata/image/image.ts";

interface Session {
  readonly epoch: bigint;
  lastContactMs: number;
  metadataOffset: number;
  /** End of the batch that put the broker into controlled shutdown, once written. */
  shutdownOffset: number | null;
}

/** The broker that runs in the coordinator's process. */
export interface LocalBroker {
  readonly id: number;
  readonly incarnationId: string;
}

export class BrokerSessions {
  readonly #sessions = new Map<number, Session>();
  readonly #timeoutMs: number;

  readonly #local: LocalBroker | null;

  /**
   * @param timeoutMs `broker.session.timeout.ms`
   * @param local The broker of this very process, if it has one.
   */
  constructor(timeoutMs: number, local: LocalBroker | null = null) {
    this.#timeoutMs = timeoutMs;
    this.#local = local;
  }

  /**
   * Forgets everything and gives each broker of `image` a session that starts now. Only one that ran in this node's
   * earlier process gets none: it ended with that process, and the next may register at once.
   */
  restart(image: MetadataImage, nowMs: number): void {
    this.#sessions.clear();
    for (const { id, epoch, incarnationId } of image.brokers.values()) {
      const gone = this.#local !== null && id === this.#local.id &&
        incarnationId !== this.#local.incarnationId;
      if (!gone) this.touch(id, epoch, -1, nowMs);
    }
  }

  /** The broker was heard of; a new epoch is a new session. */
  touch(id: number, epoch: bigint, metadataOffset: number, nowMs: number): void {
    const session = this.#sessions.get(id);
    if (session === undefined || session.epoch !== epoch) {
      this.#sessions.set(id, { epoch, lastContactMs: nowMs, metadataOffset, shutdownOffset: null });
      return;
    }
    session.lastContactMs = nowMs;
    session.metadataOffset = metadataOffset;
  }

  remove(id: number): void {
    this.#sessions.delete(id);
  }

  /** Whether the incarnation with `epoch` was heard of within the timeout. */
  isAlive(id: number, epoch: bigint, nowMs: number): boolean {
    const session = this.#sessions.get(id);
    return session !== undefined && session.epoch === epoch &&
      nowMs - session.lastContactMs < this.#timeoutMs;
  }

  /** Notes where the broker's controlled shutdown was written, the first time. */
  shutDownAt(id: number, offset: number): void {
    const session = this.#sessions.get(id);
    if (session !== undefined) session.shutdownOffset ??= offset;
  }

  /** Offset that all active brokers must have read before the broker may stop; null before it was written. */
  shutdownOffset(id: number): number | null {
    return this.#sessions.get(id)?.shutdownOffset ?? null;
  }

  /** How far the slowest active broker has read; Infinity where none is active. */
  lowestActiveOffset({ brokers }: MetadataImage): number {
    let lowest = Infinity;
    for (const { id, fenced, inControlledShutdown } of brokers.values()) {
      if (fenced || inControlledShutdown) continue;
      lowest = Math.min(lowest, this.#sessions.get(id)?.metadataOffset ?? -1);
    }
    return lowest;
  }

  /** Brokers that are not fenced though they fell silent. */
  stale({ brokers }: MetadataImage, nowMs: number): readonly number[] {
    return [...brokers.values()]
      .filter(({ id, epoch, fenced }) => !fenced && !this.isAlive(id, epoch, nowMs))
      .map(({ id }) => id);
  }

  /** When the next session may run out, at the earliest. */
  nextExpiryMs({ brokers }: MetadataImage, nowMs: number): number {
    let next = nowMs + this.#timeoutMs;
    for (const { id, fenced } of brokers.values()) {
      const session = this.#sessions.get(id);
      if (!fenced && session !== undefined) {
        next = Math.min(next, session.lastContactMs + this.#timeoutMs);
      }
    }
    return next;
  }
}
