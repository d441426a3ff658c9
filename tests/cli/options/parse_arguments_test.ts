import { assertEquals, assertThrows } from "@std/assert";
import { usageText } from "../../../cli/options/argument_help.ts";
import type { Flags } from "../../../cli/options/flags.ts";
import { OptionError } from "../../../cli/options/option_error.ts";
import { checkArguments, optionsOf, parseArguments } from "../../../cli/options/parse_arguments.ts";

const FLAGS = {
  "config": { value: "file", short: "c", required: true, help: "" },
  "cluster-id": { value: "id", short: "t", help: "" },
  "ignore-formatted": { short: "g", help: "" },
  "throughput": { value: "n", type: "Integer", help: "" },
} as const satisfies Flags;

const given = (...args: string[]) => Object.fromEntries(parseArguments(FLAGS, args).given);
const refused = (...args: string[]) =>
  assertThrows(() => parseArguments(FLAGS, args), OptionError).message;

Deno.test("parseArguments takes long names, short ones, equals signs and unique beginnings", () => {
  for (
    const args of [["--config", "f"], ["--config=f"], ["-c", "f"], ["-cf"], ["-c=f"], ["--co", "f"]]
  ) {
    assertEquals(given(...args), { config: ["f"] }, args.join(" "));
  }
  assertEquals(given("-g"), { "ignore-formatted": [] });
});

Deno.test("parseArguments takes negative numbers for values, and no flags", () => {
  assertEquals(given("--throughput", "-1"), { throughput: ["-1"] });
  assertEquals(refused("-c", "-g"), "argument --config/-c: expected one argument");
  assertEquals(refused("--throughput"), "argument --throughput: expected one argument");
});

Deno.test("parseArguments refuses unknown and ambiguous flags", () => {
  assertEquals(refused("--version"), "unrecognized arguments: '--version'");
  assertEquals(refused("-x"), "unrecognized arguments: '-x'");
  assertEquals(refused("--c", "x"), "ambiguous option: --c could match --config, --cluster-id");
});

Deno.test("parseArguments stops at the command's name, and finds a call for help", () => {
  const parsed = parseArguments(FLAGS, ["-g", "format", "-c", "f"], { stopsAtWord: true });
  assertEquals([parsed.words, parsed.rest], [["format"], ["-c", "f"]]);
  assertEquals(parseArguments(FLAGS, ["-g", "--help", "--nope"]).wantsHelp, true);
  assertEquals(parseArguments(FLAGS, ["-h"]).wantsHelp, true);
});

Deno.test("checkArguments tells what is missing and what excludes what", () => {
  const check = (args: readonly string[], required = false) =>
    assertThrows(
      () =>
        checkArguments(FLAGS, parseArguments(FLAGS, args).given, [
          { flags: ["cluster-id", "ignore-formatted"], required },
        ]),
      OptionError,
    ).message;
  assertEquals(check([]), "argument --config/-c is required");
  assertEquals(
    check(["-c", "f", "-g", "-t", "x"]),
    "argument --ignore-formatted/-g: not allowed with argument --cluster-id/-t",
  );
  assertEquals(
    check(["-c", "f"], true),
    "one of the arguments --cluster-id/-t --ignore-formatted/-g is required",
  );
});

Deno.test("optionsOf counts the last value of a flag", () => {
  const parsed = parseArguments(FLAGS, ["-c", "a", "-c", "b"]);
  assertEquals(optionsOf(FLAGS, parsed.given).value("config"), "b");
});

Deno.test("usageText breaks a long line below its first flag", () => {
  assertEquals(
    usageText("kafka-storage format", FLAGS),
    "usage: kafka-storage format [-h] --config CONFIG [--cluster-id CLUSTER_ID]\n" +
      "                            [--ignore-formatted] [--throughput THROUGHPUT]\n",
  );
});
