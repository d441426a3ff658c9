import { assertEquals, assertThrows } from "@std/assert";
import type { Flags } from "../../../cli/options/flags.ts";
import { OptionError, UsageError } from "../../../cli/options/option_error.ts";
import { parseFlags } from "../../../cli/options/parse_flags.ts";

const FLAGS = {
  "topic": { value: "topic", help: "" },
  "partitions": { value: "count", type: "Integer", help: "" },
  "timeout": { value: "ms", type: "Long", help: "" },
  "codec": { value: "codec", valueOptional: true, help: "" },
  "list": { help: "" },
} as const satisfies Flags;

function refused(args: readonly string[], use?: (options: ReturnType<typeof parse>) => unknown) {
  return assertThrows(() => use ? use(parse(args)) : parse(args), OptionError).message;
}
const parse = (args: readonly string[]) => parseFlags(FLAGS, args);

Deno.test("parseFlags takes a value behind a blank, behind an equals sign, and with one dash", () => {
  for (const args of [["--topic", "t"], ["--topic=t"], ["-topic", "t"], ["-topic=t"]]) {
    assertEquals(parse(args).value("topic"), "t", args.join(" "));
  }
});

Deno.test("parseFlags takes whatever comes next for a value that has to be there", () => {
  assertEquals(parse(["--topic", "--list"]).value("topic"), "--list");
  assertEquals(parse(["--topic=", "t"]).value("topic"), "t");
  assertEquals(parse(["--topic", "--list"]).has("list"), false);
});

Deno.test("parseFlags leaves the next flag alone where a value is optional", () => {
  const options = parse(["--codec", "--list"]);
  assertEquals([options.has("codec"), options.value("codec")], [true, undefined]);
  assertEquals(parse(["--codec", "zstd"]).value("codec"), "zstd");
  assertEquals(parse(["--codec"]).value("codec"), undefined);
});

Deno.test("parseFlags keeps stray words apart and ends with two dashes", () => {
  assertEquals(parse(["stray", "--list", "words"]).words, ["stray", "words"]);
  assertEquals(parse(["--list", "--", "--topic", "t"]).words, ["--topic", "t"]);
});

Deno.test("parseFlags refuses in the words that scripts look for", () => {
  assertEquals(refused(["--zookeeper", "x"]), "zookeeper is not a recognized option");
  assertEquals(refused(["--to", "x"]), "to is not a recognized option");
  assertEquals(refused(["-zookeeper", "x"]), "z is not a recognized option");
  assertEquals(refused(["--topic"]), "Option topic requires an argument");
  assertEquals(
    refused(["--topic", "a", "--topic", "b"], (options) => options.value("topic")),
    "Found multiple arguments for option topic, but you asked for only one",
  );
  for (const text of ["abc", "1.5", "2147483648", ""]) {
    const args = text === "" ? ["--partitions", ""] : [`--partitions=${text}`];
    assertEquals(
      refused(args, (options) => options.number("partitions")),
      `Cannot parse argument '${text}' of option partitions`,
    );
  }
});

Deno.test("ParsedOptions reads numbers of either size and sign", () => {
  assertEquals(parse(["--partitions", "-1"]).number("partitions"), -1);
  assertEquals(parse(["--timeout", "+9223372036854775807"]).bigint("timeout"), 2n ** 63n - 1n);
});

Deno.test("ParsedOptions.require and refuse name the flags in brackets", () => {
  const options = parse(["--list", "--topic", "t"]);
  options.require("list", "topic");
  assertEquals(
    assertThrows(() => options.require("list", "codec"), UsageError).message,
    'Missing required argument "[codec]"',
  );
  options.refuse("codec", "list");
  assertEquals(
    assertThrows(() => options.refuse("topic", "codec", "list"), UsageError).message,
    'Option "[topic]" can\'t be used with option "[list]"',
  );
});

Deno.test("parseFlags takes a negative number for the optional value of a number, and no other flag", () => {
  const flags = {
    period: { help: "", value: "ms", type: "Long", valueOptional: true },
    name: { help: "", value: "name", valueOptional: true },
    list: { help: "" },
  } as const;
  assertEquals(parseFlags(flags, ["--period", "-1", "--list"]).bigint("period"), -1n);
  assertEquals(parseFlags(flags, ["--period", "--list"]).value("period"), undefined);
  assertEquals(parseFlags(flags, ["--name", "--list"]).value("name"), undefined);
});
