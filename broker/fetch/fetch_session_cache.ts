/** All fetch sessions of a broker, at most `max.incremental.fetch.session.cache.slots` of them (KIP-227). */
import type { Clock, Random } from "../../runtime/runtime.ts";
import { FetchSession } from "./fetch_session.ts";

/** A session idle for longer may be evicted for a new one. */
const EVICTABLE_AFTER_MS = 120_000;

export class FetchSessionCache {
  readonly #sessions = new Map<number, FetchSession>();

  constructor(readonly clock: Clock, readonly random: Random, readonly slots: number) {}

  get(id: number): FetchSession | undefined {
    return this.#sessions.get(id);
  }

  remove(id: number): void {
    this.#sessions.delete(id);
  }

  /** A new session, or null when there is no slot for one. */
  create(options: { usesTopicIds: boolean; isFollower: boolean }): FetchSession | null {
    if (this.#sessions.size >= this.slots && !this.#evictOne()) return null;
    let id: number;
    do id = 1 + this.random.below(0x7fffffff - 1); while (this.#sessions.has(id));
    const session = new FetchSession(
      id,
      options.usesTopicIds,
      this.clock.monotonic(),
      options.isFollower,
    );
    this.#sessions.set(id, session);
    return session;
  }

  /** Marks the session as used now: the least recently used is evicted first. */
  touch(session: FetchSession): void {
    session.lastUsedMs = this.clock.monotonic();
    this.#sessions.delete(session.id);
    this.#sessions.set(session.id, session);
  }

  #evictOne(): boolean {
    const oldest = this.#sessions.values().next().value;
    if (oldest === undefined) return false;
    if (this.clock.monotonic() - oldest.lastUsedMs <= EVICTABLE_AFTER_MS) return false;
    this.#sessions.delete(oldest.id);
    return true;
  }
}
