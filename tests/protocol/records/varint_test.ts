import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { InvalidRecordError } from "../../../protocol/records/errors.ts";
import {
  readUnsignedVarint,
  readVarint,
  readVarlong,
  unsignedVarintSize,
  VarintCursor,
  varintSize,
  varlongSize,
  writeUnsignedVarint,
  writeVarint,
  writeVarlong,
} from "../../../protocol/records/varint.ts";
import { bytesOf, hexOf, readVectors } from "./vectors.ts";

interface Primitive {
  readonly name: string;
  readonly hex: string;
  readonly value?: string;
  readonly readOnly?: boolean;
  readonly fails?: unknown;
}

type Write = (bytes: Uint8Array, at: number, value: bigint) => number;

const KINDS: Record<
  string,
  {
    readonly read: (cursor: VarintCursor) => bigint;
    readonly write: Write;
    readonly size: (value: bigint) => number;
    readonly lines: number;
  }
> = {
  varint: {
    read: (cursor) => BigInt(readVarint(cursor)),
    write: (bytes, at, value) => writeVarint(bytes, at, Number(value)),
    size: (value) => varintSize(Number(value)),
    lines: 48,
  },
  unsignedVarint: {
    read: (cursor) => BigInt(readUnsignedVarint(cursor)),
    write: (bytes, at, value) => writeUnsignedVarint(bytes, at, Number(value)),
    size: (value) => unsignedVarintSize(Number(value)),
    lines: 33,
  },
  varlong: { read: readVarlong, write: writeVarlong, size: varlongSize, lines: 125 },
};

for (const [name, kind] of Object.entries(KINDS)) {
  Deno.test(`${name}: every golden value reads and writes as in Kafka`, () => {
    const lines = readVectors<Primitive>("primitives").filter((line) => line.name === name);
    assertEquals(lines.length, kind.lines);
    for (const line of lines) {
      // Something in front and behind, which must not matter.
      const bytes = bytesOf(`ff${line.hex}01`);
      const cursor = new VarintCursor(bytes, 1, bytes.length - 1);
      if (line.fails !== undefined) {
        assertThrows(() => kind.read(cursor), InvalidRecordError, undefined, line.hex);
        continue;
      }
      const value = BigInt(line.value!);
      assertEquals(kind.read(cursor), value, line.hex);
      assertEquals(cursor.position, bytes.length - 1);
      if (line.readOnly) continue;
      const written = new Uint8Array(12);
      assertEquals(kind.write(written, 1, value), bytes.length - 1);
      assertEquals(hexOf(written.subarray(1, bytes.length - 1)), line.hex);
      assertEquals(kind.size(value), bytes.length - 2);
    }
  });
}

Deno.test("varlong: any int64 reads back, in the bytes that varlongSize says", () => {
  fc.assert(fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
    const bytes = new Uint8Array(10);
    const end = writeVarlong(bytes, 0, value);
    assertEquals(end, varlongSize(value));
    assertEquals(readVarlong(new VarintCursor(bytes, 0, end)), value);
  }));
});

Deno.test("varint: any int32 reads back, in the bytes that varintSize says", () => {
  fc.assert(fc.property(fc.integer(), (value) => {
    const bytes = new Uint8Array(5);
    const end = writeVarint(bytes, 0, value);
    assertEquals(end, varintSize(value));
    assertEquals(readVarint(new VarintCursor(bytes, 0, end)), value);
  }));
});
