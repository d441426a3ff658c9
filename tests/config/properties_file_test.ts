import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ConfigError } from "../../config/config_error.ts";
import {
  formatProperties,
  parseProperties,
  readPropertiesFile,
} from "../../config/properties_file.ts";
import { lines } from "./fixture.ts";

interface JavaCase {
  text?: string;
  ok?: Record<string, string>;
  error?: string;
  key?: string;
  value?: string;
  line?: string;
}

Deno.test("parseProperties reads what java.util.Properties reads", () => {
  for (const { text, ok } of lines<JavaCase>("java-properties.ndjson")) {
    if (text === undefined) continue;
    if (ok === undefined) {
      assertThrows(() => parseProperties(text), ConfigError, "Malformed \\uxxxx encoding");
    } else {
      assertEquals(Object.fromEntries(parseProperties(text)), ok, JSON.stringify(text));
    }
  }
});

Deno.test("formatProperties writes what java.util.Properties writes", () => {
  for (const { key, value, line } of lines<JavaCase>("java-properties.ndjson")) {
    if (key === undefined) continue;
    assertEquals(formatProperties([[key, value!]]), line!);
  }
});

Deno.test("parseProperties gives back any map that formatProperties wrote", () => {
  const unit = fc.oneof(
    fc.constantFrom(..." \t\n\r\f\\=:#!u"),
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
  );
  const text = fc.array(unit, { maxLength: 8 }).map((units) => units.join(""));
  const entry = fc.tuple(text, text);
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
      const map = new Map(entries);
      assertEquals(
        JSON.stringify([...parseProperties(formatProperties(map))]),
        JSON.stringify([...map]),
      );
    }),
    { numRuns: 200 },
  );
});

Deno.test("parseProperties takes any text without hanging", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("\\", "\n", "\r", " ", "=", "#", "a", "u") }),
      (text) => {
        try {
          parseProperties(text);
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
        }
      },
    ),
    { numRuns: 500 },
  );
  parseProperties("\\".repeat(200_001));
});

Deno.test("readPropertiesFile reads UTF-8 and, where it is none, ISO-8859-1", () => {
  assertEquals(readPropertiesFile(new TextEncoder().encode("a=é")).get("a"), "é");
  assertEquals(readPropertiesFile(Uint8Array.of(0x61, 0x3d, 0xe9)).get("a"), "é");
});

Deno.test("parseProperties reads a server.properties of 3.5", () => {
  const file = parseProperties(
    "# basics\n\nbroker.id=0\nlog.dirs=/tmp/kafka-logs\n#listeners=PLAINTEXT://:9092\nzookeeper.connect=localhost:2181\n",
  );
  assertEquals([...file], [
    ["broker.id", "0"],
    ["log.dirs", "/tmp/kafka-logs"],
    ["zookeeper.connect", "localhost:2181"],
  ]);
});
