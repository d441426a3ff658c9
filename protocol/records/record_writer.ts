/** Encodes what a record of magic 2 holds: key, value and headers. */
import type { RecordHeader } from "./record.ts";
import { varintSize, writeVarint } from "./varint.ts";

const UTF8 = new TextEncoder();

/** Most bytes that a record takes besides key, value and headers. */
export const MAX_RECORD_OVERHEAD_BYTES = 21;

/** What a record holds, without offset and timestamp. */
export interface RecordBody {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: readonly RecordHeader[];
}

/** A body whose size is known, to be written once there is room for it. */
export interface SizedBody extends RecordBody {
  readonly headerKeys: readonly Uint8Array[];
  readonly size: number;
}

const NONE: readonly never[] = [];

/** Measures the encoded body. */
export function sizeBody(body: RecordBody): SizedBody {
  const { key, value, headers = NONE } = body;
  let size = nullableSize(key) + nullableSize(value) + varintSize(headers.length);
  if (headers.length === 0) return { key, value, headers, headerKeys: NONE, size };
  const headerKeys = headers.map((header) => UTF8.encode(header.key));
  for (let i = 0; i < headers.length; i++) {
    size += nullableSize(headerKeys[i]) + nullableSize(headers[i].value);
  }
  return { key, value, headers, headerKeys, size };
}

/** The most that a record takes in a batch, without the compression that may follow. */
export function recordSizeUpperBound(body: RecordBody): number {
  return MAX_RECORD_OVERHEAD_BYTES + sizeBody(body).size;
}

/** Writes the body and returns the position after it. */
export function writeBody(bytes: Uint8Array, at: number, body: SizedBody): number {
  const headers = body.headers ?? [];
  at = writeNullable(bytes, at, body.key);
  at = writeNullable(bytes, at, body.value);
  at = writeVarint(bytes, at, headers.length);
  for (let i = 0; i < headers.length; i++) {
    at = writeNullable(bytes, at, body.headerKeys[i]);
    at = writeNullable(bytes, at, headers[i].value);
  }
  return at;
}

function nullableSize(value: Uint8Array | null): number {
  return value === null ? 1 : varintSize(value.length) + value.length;
}

function writeNullable(bytes: Uint8Array, at: number, value: Uint8Array | null): number {
  if (value === null) return writeVarint(bytes, at, -1);
  at = writeVarint(bytes, at, value.length);
  bytes.set(value, at);
  return at + value.length;
}
