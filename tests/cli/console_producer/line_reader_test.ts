import { assertEquals, assertThrows } from "@std/assert";
import { LineFormatError, LineReader } from "../../../cli/console_producer/line_reader.ts";

type Settings = Readonly<Record<string, string>>;
const reader = (settings: Settings) => new LineReader(new Map(Object.entries(settings)));

function read(settings: Settings, line: string) {
  const text = (bytes: Uint8Array | null) =>
    bytes === null ? null : new TextDecoder().decode(bytes);
  const { key, value, headers } = reader(settings).read(new TextEncoder().encode(line));
  return [text(key), text(value), ...headers.map((header) => [header.key, text(header.value)])];
}

function refused(settings: Settings, ...lines: string[]): string {
  return assertThrows(() => {
    const opened = reader(settings);
    for (const line of lines) opened.read(new TextEncoder().encode(line));
  }, LineFormatError).message;
}

const KEYED = { "parse.key": "true", "key.separator": ":" };
const FULL = { "parse.key": "true", "parse.headers": "true" };

Deno.test("LineReader takes the whole line for the value; an empty line is an empty value", () => {
  assertEquals(read({}, "k:v"), [null, "k:v"]);
  assertEquals(read({}, ""), [null, ""]);
});

Deno.test("LineReader replaces what is no UTF-8, and keeps everything else", () => {
  const value = (...bytes: number[]) => [...reader({}).read(Uint8Array.from(bytes)).value!];
  assertEquals(value(0x61, 0xff), [0x61, 0xef, 0xbf, 0xbd]);
  assertEquals(value(0xef, 0xbb, 0xbf, 0x61), [0xef, 0xbb, 0xbf, 0x61]);
  assertEquals(value(0xc3, 0xa9), [0xc3, 0xa9]);
});

Deno.test("LineReader cuts the key at the first separator", () => {
  assertEquals(read(KEYED, "k:v:w"), ["k", "v:w"]);
  assertEquals(read(KEYED, "k:"), ["k", ""]);
  assertEquals(read(KEYED, ":v"), ["", "v"]);
  assertEquals(read({ "parse.key": "TRUE" }, "k\tv"), ["k", "v"]);
});

Deno.test("LineReader takes headers, key and value", () => {
  assertEquals(read(FULL, "h1:v1,h2:v2\tkey\tvalue"), ["key", "value", ["h1", "v1"], ["h2", "v2"]]);
  assertEquals(read({ "parse.headers": "true" }, "h:a:b,\tvalue"), [null, "value", ["h", "a:b"]]);
  const separators = {
    "headers.delimiter": "|",
    "headers.separator": "[;/]",
    "headers.key.separator": "=",
  };
  assertEquals(read({ ...FULL, ...separators }, "a=1;b=2/c=3|k\tv"), [
    "k",
    "v",
    ["a", "1"],
    ["b", "2"],
    ["c", "3"],
  ]);
});

Deno.test("LineReader makes null of what equals the marker", () => {
  const settings = { ...FULL, "null.marker": "NULL" };
  assertEquals(read(settings, "h:NULL\tNULL\tNULL"), [null, null, ["h", null]]);
  assertEquals(read(settings, "NULL\tk\tv"), ["k", "v"]);
  assertEquals(
    refused(settings, "NULL:v\tk\tv"),
    "Header keys should not be equal to the null marker 'NULL' as they can't be null",
  );
});

Deno.test("LineReader tells line and number of what has no separator, or takes it as it is", () => {
  assertEquals(refused(KEYED, "a:b", "abc"), "No key separator found on line number 2: 'abc'");
  assertEquals(refused(FULL, "abc"), "No headers delimiter found on line number 1: 'abc'");
  assertEquals(
    refused(FULL, "h1\tkey\tvalue"),
    "No header key separator found in pair 'h1' on line number 1",
  );
  const lenient = { ...FULL, "ignore.error": "true" };
  assertEquals(read({ ...KEYED, "ignore.error": "true" }, "abc"), [null, "abc"]);
  assertEquals(read(lenient, "h1\tkey\tvalue"), ["key", "value", ["h1", null]]);
});

Deno.test("LineReader refuses separators that can't be told apart", () => {
  assertEquals(
    refused({ ...KEYED, "null.marker": ":" }),
    "null.marker and key.separator may not be equal",
  );
  assertEquals(
    refused({ "headers.separator": ":" }),
    "headers.separator and headers.key.separator may not be equal",
  );
  assertEquals(
    refused({ "headers.separator": "[" }),
    "headers.separator is no regular expression: [",
  );
});
