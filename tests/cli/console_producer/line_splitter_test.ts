import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { LineSplitter } from "../../../cli/console_producer/line_splitter.ts";

function split(...chunks: (string | Uint8Array)[]): string[] {
  const splitter = new LineSplitter();
  const encoder = new TextEncoder();
  const lines = chunks.flatMap((chunk) =>
    splitter.push(typeof chunk === "string" ? encoder.encode(chunk) : chunk)
  );
  const decoder = new TextDecoder();
  return [...lines, ...splitter.end()].map((line) => decoder.decode(line));
}

Deno.test("LineSplitter ends lines at each of the three ends, and at the end of the input", () => {
  assertEquals(split("a\nb\r\nc\rd"), ["a", "b", "c", "d"]);
  assertEquals(split("\n\r\nlast"), ["", "", "last"]);
  assertEquals(split(""), []);
  assertEquals(split("a\n"), ["a"]);
});

Deno.test("LineSplitter takes an end that lies across chunks for one", () => {
  assertEquals(split("a\r", "\nb"), ["a", "b"]);
  assertEquals(split("a\r", "b\n"), ["a", "b"]);
  assertEquals(split("a", "b", "\n"), ["ab"]);
});

Deno.test("LineSplitter hands out a line as soon as its end is there", () => {
  const encoder = new TextEncoder();
  assertEquals(new LineSplitter().push(encoder.encode("typed\r")), [encoder.encode("typed")]);
});

Deno.test("LineSplitter gives the same lines however the input is cut", () => {
  const pieces = fc.array(fc.constantFrom("a", "é", "\n", "\r", "\r\n", "😀"), { maxLength: 20 });
  fc.assert(fc.property(pieces, fc.integer({ min: 1, max: 5 }), (parts, size) => {
    const bytes = new TextEncoder().encode(parts.join(""));
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
    const expected = parts.join("").split(/\r\n|\n|\r/);
    if (expected.at(-1) === "") expected.pop();
    assertEquals(split(...chunks), expected);
  }));
});
