import { assertEquals } from "@std/assert";
import { regexProblem } from "../../../cli/consumer_groups/check_regex.ts";

Deno.test("regexProblem takes what RE2 takes", () => {
  for (
    const text of [
      "",
      "a.*",
      "[]a]",
      "[^]]",
      "(?i)topic-\\d+",
      "(?P<name>x)",
      "(a|b)+?",
      "\\Q[(\\E",
    ]
  ) {
    assertEquals(regexProblem(text), null, text);
  }
  assertEquals(regexProblem("[[:alpha:]-]{2,3}|\\pL\\p{Greek}\\x{10FFFF}"), null);
});

Deno.test("regexProblem names what RE2 does not take", () => {
  for (
    const [text, problem] of [
      ["[", "missing closing ]"],
      ["[b-a]", "invalid character class range"],
      ["(", "missing closing )"],
      [")", "unexpected )"],
      ["*a", "missing argument to repetition operator"],
      ["a**", "invalid nested repetition operator"],
      ["a{2,1}", "invalid repeat count"],
      ["a{1001}", "invalid repeat count"],
      ["(?=a)", "invalid or unsupported Perl syntax"],
      ["(a)\\1", "invalid escape sequence"],
      ["\\", "trailing backslash at end of expression"],
    ] as const
  ) {
    assertEquals(regexProblem(text), problem, text);
  }
});
