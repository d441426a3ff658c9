import { assertEquals, assertThrows } from "@std/assert";
import { parseServerFlags } from "../../../cli/server/server_flags.ts";

const overrides = (...args: string[]) => Object.fromEntries(parseServerFlags(args).overrides);

Deno.test("parseServerFlags takes roles repeated, separated by commas, and by Kafka's name", () => {
  assertEquals(overrides("--role", "broker"), { "process.roles": "broker" });
  assertEquals(overrides("--role", "broker,coordinator"), {
    "process.roles": "broker,coordinator",
  });
  assertEquals(overrides("--role=broker", "--role", "controller", "--role", "broker"), {
    "process.roles": "broker,controller",
  });
  assertEquals(overrides(), {});
});

Deno.test("parseServerFlags takes overrides, a value may hold equals signs or nothing", () => {
  assertEquals(overrides("--override", "a=b=c", "--override", "d="), { a: "b=c", d: "" });
});

Deno.test("parseServerFlags takes the flags of Kafka's scripts", () => {
  const command = parseServerFlags(
    ["-daemon", "-name", "kafkaServer", "-loggc", "server.properties", "--override", "a=b"],
  );
  assertEquals([command.isDaemon, command.words, command.wants], [
    true,
    ["server.properties"],
    "start",
  ]);
  assertEquals(parseServerFlags(["--config", "f"]).file, "f");
  assertEquals(parseServerFlags(["--help"]).wants, "help");
  assertEquals(parseServerFlags(["--version"]).wants, "version");
});

Deno.test("parseServerFlags names the key, the value and what is allowed", () => {
  const refused = (...args: string[]) => assertThrows(() => parseServerFlags(args)).message;
  assertEquals(
    refused("--role", "leader"),
    "Invalid value leader for --role (process.roles): " +
      "It must be broker, coordinator, or both separated by a comma",
  );
  assertEquals(refused("--override", "x"), "Invalid command line property: x");
  assertEquals(refused("--nope"), "nope is not a recognized option");
});
