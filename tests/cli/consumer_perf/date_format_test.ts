import { assertEquals, assertThrows } from "@std/assert";
import { dateFormat, DateFormatError } from "../../../cli/consumer_perf/date_format.ts";

const TIME_MS = new Date(2026, 0, 5, 14, 3, 7, 9).getTime();

Deno.test("dateFormat prints times in Java's patterns", () => {
  assertEquals(dateFormat("yyyy-MM-dd HH:mm:ss:SSS")(TIME_MS), "2026-01-05 14:03:07:009");
  assertEquals(dateFormat("d.M.yy h:mm a")(TIME_MS), "5.1.26 2:03 PM");
  assertEquals(dateFormat("HH 'o''clock'")(TIME_MS), "14 o'clock");
});

Deno.test("dateFormat refuses letters without a meaning", () => {
  assertThrows(() => dateFormat("yyyy-bb"), DateFormatError, "Illegal pattern character 'b'");
});
