/** Waits until appends are as safe as the producer's `acks` asks, or their time is up. */
import { Errors } from "../../protocol/errors.ts";
import type { Expirations } from "../expirations.ts";
import type { Partition } from "../partition/partition.ts";

export interface Append {
  readonly partition: Partition;
  readonly lastOffset: number;
  /** Called once, with NONE or with what went wrong after the append. */
  readonly done: (errorCode: number) => void;
}

/** Written to this broker's file (acks=1). Resolves when every append is done. */
export function whenWritten(appends: readonly Append[]): Promise<void> {
  return new Promise((resolve) => {
    let left = appends.length;
    for (const { partition, lastOffset, done } of appends) {
      partition.whenWritten(lastOffset, (errorCode) => {
        done(errorCode);
        if (--left === 0) resolve();
      });
    }
  });
}

/**
 * Held by all in-sync replicas, and by enough of them (acks=all). Resolves when every append is done; those that still
 * wait after `timeoutMs` are done with REQUEST_TIMED_OUT.
 */
export function whenCommitted(
  appends: readonly Append[],
  timeoutMs: number,
  expirations: Expirations,
): Promise<void> {
  return new Promise((resolve) => {
    const waiting = new Map<Append, () => void>();
    let cancelExpiry: (() => void) | null = null;
    let left = appends.length;
    const finish = (append: Append, errorCode: number) => {
      waiting.delete(append);
      append.done(errorCode);
      if (--left > 0) return;
      cancelExpiry?.();
      resolve();
    };
    for (const append of appends) {
      let settled = false;
      const giveUp = append.partition.whenCommitted(append.lastOffset, (errorCode) => {
        settled = true;
        const thin = errorCode === Errors.NONE && append.partition.isUnderMinInSyncReplicas;
        finish(append, thin ? Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND : errorCode);
      });
      if (!settled) waiting.set(append, giveUp);
    }
    if (left === 0) return;
    cancelExpiry = expirations.add(timeoutMs, () => {
      for (const [append, giveUp] of [...waiting]) {
        giveUp();
        finish(append, Errors.REQUEST_TIMED_OUT);
      }
    });
  });
}
