/** The fetch sessions of a broker, at most `max.incremental.fetch.session.cache.slots` of them (KIP-227). */
import type { Clock, Random } from "../../runtime/runtime.ts";
import { FetchSession } from "./fetch_session.ts";

/** A session that is idle for longer may be evicted for any other. */
const IDLE_MS = 120_000;
/** A session that is older may be evicted for a larger one. */
const SETTLED_MS = 120_000;

export interface NewSession {
  readonly usesTopicIds: boolean;
  /** Followers' sessions come before those of consumers. */
  readonly isFollower: boolean;
  /** Partitions asked for. */
  readonly size: number;
}

export class FetchSessionCache {
  /** The least recently used first. */
  readonly #sessions = new Map<number, FetchSession>();

  constructor(readonly clock: Clock, readonly random: Random, readonly slots: number) {}

  get size(): number {
    return this.#sessions.size;
  }

  get(id: number): FetchSession | undefined {
    return this.#sessions.get(id);
  }

  remove(id: number): void {
    this.#sessions.delete(id);
  }

  /** A new session, or null when there is no slot for one. */
  create(options: NewSession): FetchSession | null {
    if (this.#sessions.size >= this.slots && !this.#makeRoom(options)) return null;
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

  /** Marks the session as used now. */
  touch(session: FetchSession): void {
    session.lastUsedMs = this.clock.monotonic();
    this.#sessions.delete(session.id);
    this.#sessions.set(session.id, session);
  }

  /** Evicts what is idle, else a consumer's session that is worth less than the new one. */
  #makeRoom(wanted: NewSession): boolean {
    const now = this.clock.monotonic();
    const [oldest] = this.#sessions.values();
    if (oldest === undefined) return false;
    const victim = now - oldest.lastUsedMs > IDLE_MS ? oldest : this.#smallestBelow(wanted, now);
    if (victim === null) return false;
    this.#sessions.delete(victim.id);
    return true;
  }

  #smallestBelow({ isFollower, size }: NewSession, now: number): FetchSession | null {
    let smallest: FetchSession | null = null;
    for (const session of this.#sessions.values()) {
      if (session.isFollower) continue;
      const yields = isFollower ||
        (session.size < size && now - session.createdMs > SETTLED_MS);
      if (yields && (smallest === null || session.size < smallest.size)) smallest = session;
    }
    return smallest;
  }
}
