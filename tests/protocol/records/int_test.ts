import { assertEquals } from "@std/assert";
import fc from "fast-check";
import * as int from "../../../protocol/records/int.ts";

const INT64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  fc.bigInt({ min: -5n, max: 5n }),
);

Deno.test("int64 reads and writes as a DataView does", () => {
  fc.assert(fc.property(INT64, (value) => {
    const bytes = new Uint8Array(10);
    int.writeInt64(bytes, 1, value);
    const view = new DataView(bytes.buffer);
    assertEquals(view.getBigInt64(1), value);
    assertEquals([bytes[0], bytes[9]], [0, 0]);
    assertEquals(int.readInt64(bytes, 1), value);
    assertEquals(int.readInt64AsNumber(bytes, 1), Number(value));
  }));
});

Deno.test("int32 and int16 read and write as a DataView does", () => {
  fc.assert(fc.property(fc.integer(), (value) => {
    const bytes = new Uint8Array(6);
    const view = new DataView(bytes.buffer);
    int.writeInt32(bytes, 1, value);
    assertEquals(view.getInt32(1), value);
    assertEquals(int.readInt32(bytes, 1), value);
    assertEquals(int.readUint32(bytes, 1), value >>> 0);
    int.writeInt16(bytes, 1, value);
    assertEquals(int.readInt16(bytes, 1), view.getInt16(1));
    assertEquals(int.readInt16(bytes, 1), (value << 16) >> 16);
  }));
});
