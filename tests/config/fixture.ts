/** Fixtures written by real Kafka, see `tests/fixtures/config/README.md`. */
import { gunzipSync } from "node:zlib";

function text(name: string): string {
  const path = new URL(`../fixtures/config/${name}.gz`, import.meta.url);
  return new TextDecoder().decode(gunzipSync(Deno.readFileSync(path)));
}

export function json<T>(name: string): T {
  return JSON.parse(text(name));
}

export function lines<T>(name: string): T[] {
  return text(name).trim().split("\n").map((line) => JSON.parse(line));
}

export interface KafkaConfigKey {
  name: string;
  type: string;
  default: string | null;
  valid?: string;
  importance?: string;
  internal?: boolean;
  described?: boolean;
  readOnly?: boolean;
  sensitive?: boolean;
  value?: string | null;
  source?: string;
  synonyms?: string[];
}

export type KafkaConfigs = Record<"topic" | "broker" | "group" | "clientMetrics", KafkaConfigKey[]>;
