/** Consumes as fast as records come, and reports. */
import type { ConsumerRecord } from "../../client/fetched_partition.ts";
import type { GroupConsumer, RebalanceListener } from "../../client/group_consumer.ts";
import type { Clock } from "../../runtime/runtime.ts";
import { progressLine, type Reading } from "./statistics.ts";

const POLL_MS = 100;

export interface MeasureOptions {
  readonly records: number;
  /** Longest time without records. */
  readonly timeoutMs: number;
  readonly intervalMs: number;
  /** Told of each interval's line. */
  readonly progress: (line: string) => void;
  /** Told how many records each poll brought. */
  readonly consumed: (records: number) => void;
  readonly formatTime: (ms: number) => string;
}

/** Adds up the time in which a group is being put together. */
export class RebalanceTimer {
  readonly #clock: Clock;
  #sinceMs: number;
  totalMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#sinceMs = clock.now();
  }

  readonly listener: RebalanceListener = {
    revoked: () => void (this.#sinceMs = this.#clock.now()),
    assigned: () => void (this.totalMs += this.#clock.now() - this.#sinceMs),
  };
}

/** Resolves when enough was consumed, or none came for too long. */
export async function measureConsumer(
  clock: Clock,
  consumer: GroupConsumer,
  rebalances: RebalanceTimer,
  { records: wanted, timeoutMs, intervalMs, progress, consumed, formatTime }: MeasureOptions,
): Promise<Reading> {
  const startMs = clock.now();
  let records = 0;
  let bytes = 0;
  let last: Reading = { startMs, endMs: startMs, records: 0, bytes: 0, rebalanceMs: 0 };
  let nowMs = startMs;
  let lastRecordsMs = startMs;
  const total = (): Reading => ({
    startMs,
    endMs: nowMs,
    records,
    bytes,
    rebalanceMs: rebalances.totalMs,
  });
  while (records < wanted && nowMs - lastRecordsMs <= timeoutMs) {
    const polled = await consumer.poll(POLL_MS);
    nowMs = clock.now();
    consumed(polled.length);
    if (polled.length > 0) lastRecordsMs = nowMs;
    for (const record of polled) {
      records++;
      bytes += sizeOf(record);
      if (nowMs - last.endMs < intervalMs) continue;
      const sofar = total();
      progress(progressLine(
        {
          startMs: last.endMs,
          endMs: nowMs,
          records: records - last.records,
          bytes: bytes - last.bytes,
          rebalanceMs: sofar.rebalanceMs - last.rebalanceMs,
        },
        sofar,
        formatTime,
      ));
      last = sofar;
    }
  }
  nowMs = clock.now();
  return total();
}

function sizeOf({ key, value }: ConsumerRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}
