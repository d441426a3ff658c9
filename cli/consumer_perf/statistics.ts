/** What kafka-consumer-perf-test measures, as lines of numbers separated by commas. */

import type { Metric } from "../output/metrics_table.ts";

const MEGABYTE = 1024 * 1024;
const FETCH_COLUMNS = "rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec";
const COLUMNS = `data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, ${FETCH_COLUMNS}`;

export const TOTAL_HEADER = `start.time, end.time, ${COLUMNS}`;
export const PROGRESS_HEADER = `time, threadId, ${COLUMNS}`;

/** What was read in some time. */
export interface Reading {
  readonly startMs: number;
  readonly endMs: number;
  readonly records: number;
  readonly bytes: number;
  /** Time in which the group was being put together. */
  readonly rebalanceMs: number;
}

/** The line for a whole run. */
export function totalLine(total: Reading, time: (ms: number) => string): string {
  const { startMs, endMs } = total;
  return `${time(startMs)}, ${time(endMs)}, ${figures(total, total)}`;
}

/**
 * The line for an interval: sums are those since the start, rates those of the interval.
 *
 * @param total up to the interval's end
 */
export function progressLine(
  interval: Reading,
  total: Reading,
  time: (ms: number) => string,
): string {
  return `${time(interval.endMs)}, 0, ${figures(interval, total)}`;
}

function figures(interval: Reading, total: Reading): string {
  const elapsedMs = interval.endMs - interval.startMs;
  const fetchMs = elapsedMs - interval.rebalanceMs;
  const megabytes = interval.bytes / MEGABYTE;
  return [
    fixed(total.bytes / MEGABYTE),
    fixed(perSecond(megabytes, elapsedMs)),
    total.records,
    fixed(perSecond(interval.records, elapsedMs)),
    interval.rebalanceMs,
    fetchMs,
    fixed(perSecond(megabytes, fetchMs)),
    fixed(perSecond(interval.records, fetchMs)),
  ].join(", ");
}

function perSecond(amount: number, ms: number): number {
  return ms <= 0 ? 0 : amount / ms * 1000;
}

function fixed(value: number): string {
  return value.toFixed(4);
}

/** Under the names of Kafka's consumer. */
export function consumerMetrics(total: Reading, clientId: string): Metric[] {
  const tags = { "client-id": clientId };
  const group = "consumer-fetch-manager-metrics";
  const elapsedMs = total.endMs - total.startMs;
  return [
    { group, name: "records-consumed-total", tags, value: total.records },
    { group, name: "records-consumed-rate", tags, value: perSecond(total.records, elapsedMs) },
    { group, name: "bytes-consumed-total", tags, value: total.bytes },
    { group, name: "bytes-consumed-rate", tags, value: perSecond(total.bytes, elapsedMs) },
    {
      group: "consumer-coordinator-metrics",
      name: "rebalance-latency-total",
      tags,
      value: total.rebalanceMs,
    },
  ];
}
