import { assertEquals, assertThrows } from "@std/assert";
import { parseDateTime } from "../../../cli/consumer_groups/date_time.ts";
import { parseDuration } from "../../../cli/consumer_groups/duration.ts";
import { TimeFormatError } from "../../../cli/consumer_groups/time_format_error.ts";

Deno.test("parseDateTime reads dates with and without a fraction and a zone", () => {
  const atMs = Date.UTC(2026, 10, 24, 3, 57, 13);
  for (
    const [text, expected] of [
      ["2026-11-24T03:57:13.348", atMs + 348],
      ["2026-11-24T03:57:13", atMs],
      ["2026-11-24T03:57:13.5Z", atMs + 500],
      ["2026-11-24T05:57:13.000+02:00", atMs],
      ["2026-11-24T05:57:13.000+0200", atMs],
      ["2026-11-23T18:57:13-09", atMs],
    ] as const
  ) {
    assertEquals(parseDateTime(text), expected, text);
  }
});

Deno.test("parseDateTime refuses what is no date", () => {
  for (
    const text of ["yesterday", "2026-11-24", "2026-02-30T00:00:00", "2026-11-24T25:00:00", "T"]
  ) {
    assertThrows(() => parseDateTime(text), TimeFormatError, undefined, text);
  }
});

Deno.test("parseDuration reads days, hours, minutes and parts of seconds, in either direction", () => {
  for (
    const [text, ms] of [
      ["PT1H", 3_600_000n],
      ["P1DT2H3M4.5S", 93_784_500n],
      ["pt0.001s", 1n],
      ["-PT1M", -60_000n],
      ["PT-0.5S", -500n],
      ["P-1DT1H", -82_800_000n],
    ] as const
  ) {
    assertEquals(parseDuration(text), ms, text);
  }
});

Deno.test("parseDuration refuses what is no duration", () => {
  for (const text of ["1h", "P", "PT", "P1DT", "PT1H1D", "P1Y", ""]) {
    assertThrows(() => parseDuration(text), TimeFormatError, undefined, text);
  }
});
