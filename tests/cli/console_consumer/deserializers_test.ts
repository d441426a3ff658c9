import { assertEquals, assertThrows } from "@std/assert";
import {
  DeserializationError,
  deserializerOf,
} from "../../../cli/console_consumer/deserializers.ts";
import { formatDouble, formatFloat } from "../../../cli/console_consumer/java_numbers.ts";

const PACKAGE = "org.apache.kafka.common.serialization.";
const ascii = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => Uint8Array.from(values);

Deno.test("deserializerOf knows Kafka's classes with and without their package", () => {
  const cases: [string, Uint8Array, string][] = [
    ["StringDeserializer", ascii("é"), "é"],
    ["IntegerDeserializer", ascii("null"), "1853189228"],
    ["LongDeserializer", bytes(255, 255, 255, 255, 255, 255, 255, 254), "-2"],
    ["ShortDeserializer", bytes(1, 0), "256"],
    ["FloatDeserializer", bytes(0x3f, 0x80, 0, 0), "1.0"],
    [
      "DoubleDeserializer",
      bytes(0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18),
      "3.141592653589793",
    ],
    ["BooleanDeserializer", bytes(1), "true"],
    [
      "UUIDDeserializer",
      ascii("0f8fad5b-d9cb-469f-a165-70867728950e"),
      "0f8fad5b-d9cb-469f-a165-70867728950e",
    ],
    ["BytesDeserializer", bytes(0x61, 0x5c, 0x00, 0xff), "a\\x5C\\x00\\xFF"],
    ["ByteBufferDeserializer", ascii("abc"), "java.nio.HeapByteBuffer[pos=0 lim=3 cap=3]"],
  ];
  for (const [name, input, text] of cases) {
    assertEquals(deserializerOf(name)!(input), text, name);
    assertEquals(deserializerOf(PACKAGE + name)!(input), text, name);
  }
  assertEquals(deserializerOf("ByteArrayDeserializer")!(bytes(255)), bytes(255));
  assertEquals(deserializerOf("StringDeserializer", "latin1")!(bytes(0xe9)), "é");
  assertEquals(deserializerOf("no.Such"), null);
  assertEquals(deserializerOf("constructor"), null);
});

Deno.test("deserializerOf: a wrong size is told with the class, as Kafka does", () => {
  const fails = (name: string, input: Uint8Array) =>
    assertThrows(() => deserializerOf(name)!(input), DeserializationError).message;
  assertEquals(
    fails("LongDeserializer", ascii("hello")),
    "Size of data received by LongDeserializer is not 8",
  );
  assertEquals(
    fails("FloatDeserializer", bytes()),
    "Size of data received by Deserializer is not 4",
  );
  assertEquals(
    fails("BooleanDeserializer", bytes(2)),
    "Unexpected byte received by BooleanDeserializer: 2",
  );
  assertEquals(fails("UUIDDeserializer", ascii("x")), "Error parsing data into UUID");
  assertEquals(fails("VoidDeserializer", bytes()), "Data should be null for a VoidDeserializer.");
});

Deno.test("formatDouble and formatFloat print as Java does", () => {
  const doubles: [number, string][] = [
    [0, "0.0"],
    [-0, "-0.0"],
    [1, "1.0"],
    [-2.5, "-2.5"],
    [0.001, "0.001"],
    [0.0001, "1.0E-4"],
    [9999999, "9999999.0"],
    [10000000, "1.0E7"],
    [1.5e10, "1.5E10"],
    [1.7976931348623157e308, "1.7976931348623157E308"],
    [NaN, "NaN"],
    [-Infinity, "-Infinity"],
  ];
  for (const [value, text] of doubles) assertEquals(formatDouble(value), text);
  assertEquals(formatFloat(Math.fround(0.1)), "0.1");
  assertEquals(formatFloat(Math.fround(3.4028235e38)), "3.4028235E38");
});
