/** The records that kafka-verifiable-producer sends: numbers from 0 on. */
import type { Clock } from "../../runtime/runtime.ts";
import type { ParsedOptions } from "../options/parsed_options.ts";
import type { VerifiableProducerFlag } from "./flags.ts";

export interface CountedRecord {
  readonly key: string | null;
  readonly value: string;
  /** Undefined: when it is sent. */
  readonly timestamp: bigint | undefined;
}

export function countedRecords(
  options: ParsedOptions<VerifiableProducerFlag>,
  clock: Clock,
): (index: number) => CountedRecord {
  const prefix = options.number("value-prefix");
  const keys = options.number("repeating-keys");
  const firstTimeMs = options.bigint("message-create-time") ?? -1n;
  const startMs = clock.now();
  return (index) => ({
    key: keys === undefined || keys <= 0 ? null : String(index % keys),
    value: prefix === undefined ? String(index) : `${prefix}.${index}`,
    timestamp: firstTimeMs < 0n ? undefined : firstTimeMs + BigInt(clock.now() - startMs),
  });
}
