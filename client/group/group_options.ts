/** Settings of a member of a classic group, named after Kafka's, with Kafka's defaults. */
import type { Assignor } from "./assignor.ts";
import { cooperativeStickyAssignor } from "./cooperative_sticky_assignor.ts";
import { rangeAssignor } from "./range_assignor.ts";

export interface GroupOptions {
  readonly groupId: string;
  /** Makes the member static (`group.instance.id`, KIP-345). */
  readonly groupInstanceId?: string | null;
  /** Default 45000 (`session.timeout.ms`). */
  readonly sessionTimeoutMs?: number;
  /** Default 3000 (`heartbeat.interval.ms`). */
  readonly heartbeatIntervalMs?: number;
  /** Longest time between polls; default 300000 (`max.poll.interval.ms`). */
  readonly maxPollIntervalMs?: number;
  /** In the order of preference; default range and cooperative-sticky (`partition.assignment.strategy`). */
  readonly assignors?: readonly Assignor[];
  /** Default 100 (`retry.backoff.ms`). */
  readonly retryBackoffMs?: number;
}

export type GroupSettings = Required<GroupOptions>;

/** @throws {TypeError} If there is no assignor. */
export function groupSettings(options: GroupOptions): GroupSettings {
  const assignors = options.assignors ?? [rangeAssignor, cooperativeStickyAssignor];
  if (assignors.length === 0) throw new TypeError("A group needs an assignor");
  return {
    groupId: options.groupId,
    groupInstanceId: options.groupInstanceId ?? null,
    sessionTimeoutMs: options.sessionTimeoutMs ?? 45000,
    heartbeatIntervalMs: options.heartbeatIntervalMs ?? 3000,
    maxPollIntervalMs: options.maxPollIntervalMs ?? 300000,
    assignors,
    retryBackoffMs: options.retryBackoffMs ?? 100,
  };
}

/**
 * Whether members keep their partitions during a rebalance: only when every assignor that might be agreed on allows it,
 * as in Kafka's clients.
 */
export function isCooperative({ assignors }: GroupSettings): boolean {
  return assignors.every(({ cooperative }) => cooperative);
}
