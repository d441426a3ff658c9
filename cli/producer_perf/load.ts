/** What a load test is to do, as its flags say. */
import { ArgumentError } from "../options/option_error.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { ProducerPerfFlag } from "./flags.ts";

export interface Load {
  readonly topic: string;
  readonly records: number;
  /** How many of the first records are not part of the steady state. */
  readonly warmupRecords: number;
  /** Records a second; negative for no limit. */
  readonly throughput: number;
  readonly intervalMs: number;
  /** Null without transactions. */
  readonly transactionMs: number | null;
}

const DEFAULT_INTERVAL_MS = 5000;
const DEFAULT_TRANSACTION_MS = 3000;

/**
 * @param isTransactional whether a transactional id was given
 * @throws {ArgumentError}
 */
export function parseLoad(
  options: ParsedOptions<ProducerPerfFlag>,
  isTransactional: boolean,
): Load {
  const records = options.number("num-records")!;
  if (records <= 0) throw new ArgumentError("--num-records should be greater than zero.");
  const recordSize = options.number("record-size");
  if (recordSize !== undefined && recordSize <= 0) {
    throw new ArgumentError("--record-size should be greater than zero.");
  }
  const warmupRecords = Math.max(0, options.number("warmup-records") ?? 0);
  if (warmupRecords >= records) {
    throw new ArgumentError(
      "The value for --warmup-records must be strictly fewer than the number of records in the " +
        "test, --num-records.",
    );
  }
  const intervalMs = options.number("reporting-interval") ?? DEFAULT_INTERVAL_MS;
  if (intervalMs <= 0) {
    throw new ArgumentError("--reporting-interval should be greater than zero.");
  }
  const duration = options.number("transaction-duration-ms");
  if (duration !== undefined && duration <= 0) {
    throw new ArgumentError("--transaction-duration-ms should be greater than zero.");
  }
  const transactionMs = duration ?? (isTransactional ? DEFAULT_TRANSACTION_MS : null);
  const throughput = parseThroughput(options.value("throughput")!);
  const topic = options.value("topic")!;
  return { topic, records, warmupRecords, throughput, intervalMs, transactionMs };
}

/** @throws {ArgumentError} */
function parseThroughput(text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!Number.isNaN(value)) return value;
  throw new ArgumentError(
    `argument --throughput: could not convert '${text}' to Double (For input string: "${text}")`,
  );
}
