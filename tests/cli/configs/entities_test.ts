import { assertEquals, assertThrows } from "@std/assert";
import { checkFlags } from "../../../cli/configs/check_flags.ts";
import { ConfigCommandError } from "../../../cli/configs/config_command_error.ts";
import { givenEntities } from "../../../cli/configs/entities.ts";
import { CONFIGS_FLAGS } from "../../../cli/configs/flags.ts";
import { parseFlags } from "../../../cli/options/parse_flags.ts";

function entities(line: string) {
  const args = line.split(" ");
  return givenEntities(parseFlags(CONFIGS_FLAGS, args), args);
}

Deno.test("givenEntities pairs types with names and defaults in their order", () => {
  for (
    const [line, types, names] of [
      ["--entity-type topics --entity-name t", ["topics"], ["t"]],
      ["--entity-type topics", ["topics"], []],
      ["--topic t", ["topics"], ["t"]],
      ["--broker-defaults", ["brokers"], [""]],
      ["--user u --client c", ["clients", "users"], ["c", "u"]],
      [
        "--entity-type users --entity-default --entity-type clients --entity-name=c",
        ["users", "clients"],
        ["", "c"],
      ],
      [
        "-entity-type users -entity-name u -entity-type clients -entity-default",
        ["users", "clients"],
        ["u", ""],
      ],
    ] as const
  ) {
    assertEquals(entities(line), { types: [...types], names: [...names] }, line);
  }
});

Deno.test("checkFlags says what does not go together", () => {
  const where = "--bootstrap-server localhost:9092";
  for (
    const [line, message] of [
      [
        "--describe --topic t",
        "Either --bootstrap-server or --bootstrap-controller must be specified.",
      ],
      [`${where} --describe --entity-type users --entity-type topics`, "may be specified together"],
      [
        `${where} --describe --topic t --entity-name u`,
        "in conjunction with specific entity flags",
      ],
      [`${where} --describe --entity-type broker-loggers`, "--describe of broker-loggers"],
      [`${where} --describe --entity-type topics --entity-default`, "--describe of topics"],
      [`${where} --alter --entity-type users --add-config a=b`, "An entity-name or default entity"],
    ] as const
  ) {
    const args = line.split(" ");
    const options = parseFlags(CONFIGS_FLAGS, args);
    assertThrows(
      () => checkFlags(options, givenEntities(options, args)),
      ConfigCommandError,
      message,
      line,
    );
  }
});
