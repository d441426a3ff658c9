import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { BROKER_SETTINGS } from "../../config/broker_settings.ts";
import { CLIENT_METRICS_SETTINGS } from "../../config/client_metrics_settings.ts";
import { ConfigError } from "../../config/config_error.ts";
import type { SettingTable } from "../../config/declaration.ts";
import { formatDouble, formatValue } from "../../config/format_value.ts";
import { GROUP_SETTINGS } from "../../config/group_settings.ts";
import { parseUnbounded, parseValue, readValue } from "../../config/parse_value.ts";
import { Password } from "../../config/password.ts";
import { TOPIC_SETTINGS } from "../../config/topic_settings.ts";
import { lines } from "./fixture.ts";

interface Case {
  scope: "broker" | "topic" | "group" | "clientMetrics";
  key: string;
  value: string;
  ok?: string;
  error?: string;
}

const TABLES: Record<Case["scope"], SettingTable> = {
  broker: BROKER_SETTINGS,
  topic: TOPIC_SETTINGS,
  group: GROUP_SETTINGS,
  clientMetrics: CLIENT_METRICS_SETTINGS,
};

Deno.test("readValue takes and refuses what Kafka 4.3 does, in the same words", () => {
  const cases = lines<Case>("values-4.3.ndjson");
  assert(cases.length > 6000);
  for (const { scope, key, value, ok, error } of cases) {
    const setting = TABLES[scope][key]!;
    // A 3.x key was one string there, which dropped empty items; 4.3 refuses them.
    if (setting.valid?.drops?.emptyItems && /^,|,,|,$/.test(value)) continue;
    // Kafka lets an address without host pass and fails later.
    if (key === "controller.quorum.bootstrap.servers" && value === "PLAINTEXT://:9092") continue;
    // Ottla cannot look for Java classes: any name will do.
    if (setting.type === "class") continue;
    const reading = readValue(setting, value);
    const shown = reading.error !== null
      ? reading.error.message
      : setting.type === "password"
      ? (reading.value as Password).reveal()
      : formatValue(setting.type, reading.value);
    assertEquals(shown, ok ?? error ?? null, `${scope} ${key}=${JSON.stringify(value)}`);
  }
});

Deno.test("parseValue infers number, bigint, boolean, list and null from the declaration", () => {
  const partitions: number = parseValue(BROKER_SETTINGS["num.partitions"], " 12 ");
  assertStrictEquals(partitions, 12);
  const retentionMs: bigint | null = parseValue(BROKER_SETTINGS["log.retention.ms"], "77");
  assertStrictEquals(retentionMs, 77n);
  const lagMs: bigint = parseValue(
    BROKER_SETTINGS["replica.lag.time.max.ms"],
    "9223372036854775807",
  );
  assertStrictEquals(lagMs, 9223372036854775807n);
  const enabled: boolean = parseValue(BROKER_SETTINGS["auto.create.topics.enable"], "TRUE");
  assertStrictEquals(enabled, true);
  const policy: readonly string[] = parseValue(TOPIC_SETTINGS["cleanup.policy"], "compact, delete");
  assertEquals(policy, ["compact", "delete"]);
  const ratio: number = parseValue(TOPIC_SETTINGS["min.cleanable.dirty.ratio"], ".25");
  assertStrictEquals(ratio, 0.25);
});

Deno.test("parseValue names key and value in the error", () => {
  const error = assertThrows(
    () => parseValue(BROKER_SETTINGS["num.partitions"], "abc"),
    ConfigError,
    "Invalid value abc for configuration num.partitions: Not a number of type INT",
  );
  assertEquals(error.key, "num.partitions");
});

Deno.test("parseValue drops empty items of listeners, as 3.x does", () => {
  const listeners = parseValue(BROKER_SETTINGS["listeners"], " A://:1 , ,B://:2,");
  assertEquals(listeners, ["A://:1", "B://:2"]);
});

Deno.test("parseUnbounded takes a value below the bound but not of another type", () => {
  assertStrictEquals(parseUnbounded(TOPIC_SETTINGS["segment.bytes"], "1200"), 1200);
  assertThrows(() => parseUnbounded(TOPIC_SETTINGS["segment.bytes"], "x"), ConfigError);
});

Deno.test("Password hides itself in text and JSON", () => {
  const secret = parseValue(BROKER_SETTINGS["ssl.keystore.password"], " s3cret ");
  assertEquals(`${secret} ${JSON.stringify({ secret })}`, '[hidden] {"secret":"[hidden]"}');
  assertEquals(secret?.reveal(), "s3cret");
  assertEquals(Deno.inspect(secret).includes("s3cret"), false);
});

Deno.test("formatDouble prints as Java does", () => {
  const cases: [number, string][] = [
    [0, "0.0"],
    [1, "1.0"],
    [0.5, "0.5"],
    [1e7, "1.0E7"],
    [2147483647, "2.147483647E9"],
    [0.0001, "1.0E-4"],
    [Number.MAX_VALUE, "1.7976931348623157E308"],
    [-Infinity, "-Infinity"],
  ];
  for (const [value, text] of cases) assertEquals(formatDouble(value), text);
});
