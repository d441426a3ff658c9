import { assertEquals, assertThrows } from "@std/assert";
import { parseAdditions } from "../../../cli/configs/changes.ts";
import { ConfigCommandError } from "../../../cli/configs/config_command_error.ts";

Deno.test("parseAdditions keeps commas and equal signs that stand in brackets", () => {
  for (
    const [text, expected] of [
      ["a=1,b=2", { a: "1", b: "2" }],
      ["a=[x,y], b = z ", { a: "x,y", b: "z" }],
      ["SCRAM-SHA-256=[iterations=8192,password=p],x=", {
        "SCRAM-SHA-256": "iterations=8192,password=p",
        "x": "",
      }],
      ["a=1,a=2,", { a: "2" }],
      ["", {}],
    ] as const
  ) {
    assertEquals(Object.fromEntries(parseAdditions(text)), expected, text);
  }
});

Deno.test("parseAdditions refuses keys without a value and values with a second equal sign", () => {
  for (const text of ["a", "a=1,b", "a=1=2"]) {
    assertThrows(() => parseAdditions(text), ConfigCommandError, 'in the format "key=val"', text);
  }
});
