import { assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import type { LogRecord } from "../../../protocol/records/record.ts";
import { hexOf, type VectorRecord } from "./vectors.ts";

/** Asserts that `record` is what Kafka read. */
export function assertRecord(record: LogRecord, expected: VectorRecord, name: string): void {
  assertEquals(record.offset, expected.offset, name);
  assertEquals(record.timestamp, expected.timestamp, name);
  assertBytes(record.key, expected, "key", name);
  assertBytes(record.value, expected, "value", name);
  const headers = expected.headers ?? [];
  assertEquals(record.headers.length, headers.length, name);
  headers.forEach((header, i) => {
    assertEquals(record.headers[i].key, header.key, name);
    assertBytes(record.headers[i].value, header, "value", name);
  });
}

/** Long bytes are in the vectors as length and hash. */
function assertBytes(actual: Uint8Array | null, expected: object, field: string, name: string) {
  const fields = expected as Record<string, unknown>;
  if (field in fields) {
    assertEquals(actual === null ? null : hexOf(actual), fields[field], name);
    return;
  }
  assertEquals(BigInt(actual!.length), fields[`${field}Length`], name);
  const hash = createHash("sha256").update(actual!).digest("hex");
  assertEquals(hash, fields[`${field}Sha256`], name);
}
