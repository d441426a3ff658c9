/** Golden messages that real Kafka wrote: `tests/fixtures/protocol/*.ndjson.gz`. */
import { gunzipSync } from "node:zlib";

/** JSON as Kafka's converters print it; integers beyond 2^53 are strings here. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** A tag that the JSON doesn't show: in the struct at `path`, a JSON pointer. */
export interface GoldenTag {
  readonly path: string;
  readonly tag: number;
  readonly hex: string;
}

export interface GoldenMessage {
  readonly name: string;
  readonly apiKey: number | null;
  readonly type: "request" | "response" | "header" | "record" | "data";
  readonly version: number;
  readonly flexible: boolean;
  readonly headerVersion?: number;
  readonly sample: string;
  readonly json: JsonObject;
  readonly hex: string;
  readonly unknownTags?: readonly GoldenTag[];
  readonly framed?: string;
}

export interface Golden<T> {
  readonly name: string;
  readonly lines: readonly T[];
}

/**
 * Every line of a fixture.
 *
 * @throws {Error} When there are not `count` lines: none may be lost without notice.
 */
export function readGolden<T = GoldenMessage>(name: string, count: number): Golden<T> {
  const url = new URL(`../fixtures/protocol/${name}.ndjson.gz`, import.meta.url);
  const text = new TextDecoder().decode(gunzipSync(Deno.readFileSync(url)));
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(quoteLongIntegers(line)) as T);
  if (lines.length !== count) throw new Error(`${name} has ${lines.length} lines, not ${count}`);
  return { name, lines };
}

function quoteLongIntegers(line: string): string {
  return line.replace(/([:[,])(-?\d{16,})(?=[,}\]])/g, '$1"$2"');
}

export function bytesOf(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function hexOf(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += HEX[byte];
  return hex;
}
