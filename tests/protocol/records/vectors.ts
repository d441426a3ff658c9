/** The golden record batches and message sets that real Kafka wrote, and what it read from them. */
import { Buffer } from "node:buffer";
import { gunzipSync } from "node:zlib";

export interface VectorHeader {
  readonly key: string;
  readonly value?: string | null;
  readonly valueLength?: number;
  readonly valueSha256?: string;
}

export interface VectorRecord {
  readonly offset: bigint;
  readonly timestamp: bigint;
  readonly sequence?: bigint;
  readonly sizeInBytes?: bigint;
  readonly key?: string | null;
  readonly keyLength?: bigint;
  readonly keySha256?: string;
  readonly value?: string | null;
  readonly valueLength?: bigint;
  readonly valueSha256?: string;
  readonly headers?: readonly VectorHeader[];
}

/** Integers are bigints, as some don't fit in a number. */
export type VectorBatch = Readonly<Record<string, bigint | string | boolean | null>> & {
  readonly records: readonly VectorRecord[];
};

export interface Vector {
  readonly name: string;
  readonly hex: string;
  readonly batches?: readonly VectorBatch[];
  readonly partialBytes?: bigint;
  readonly fails?: {
    readonly at: "batches" | "ensureValid" | "records";
    readonly batchesBefore: bigint;
    readonly exception: string;
    readonly message: string | null;
  };
}

/** All lines of a fixture in `tests/fixtures/protocol/`. */
export function readVectors<T = Vector>(name: string): T[] {
  const url = new URL(`../../fixtures/protocol/${name}.ndjson.gz`, import.meta.url);
  const text = new TextDecoder().decode(gunzipSync(Deno.readFileSync(url)));
  return text.trimEnd().split("\n").map((line) => JSON.parse(line, integersAsBigints) as T);
}

function integersAsBigints(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  return typeof value === "number" ? BigInt(context?.source ?? value) : value;
}

export function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
