import { assertEquals, assertThrows } from "@std/assert";
import { ClientSettings, keyValues } from "../../cli/client_settings.ts";
import { ConfigError } from "../../config/config_error.ts";

const settings = (texts: Readonly<Record<string, string>>) =>
  new ClientSettings(new Map(Object.entries(texts)));

Deno.test("keyValues cuts at the first equals sign; a key alone has an empty value", () => {
  assertEquals([...keyValues(["a=b=c", "print.key", "a=d"])], [["a", "d"], ["print.key", ""]]);
});

Deno.test("ClientSettings reads what is there, typed, without the blanks around it", () => {
  const { number, text, boolean, oneOf } = {
    number: settings({ n: " 7 " }).number("n", "INT"),
    text: settings({ t: " x " }).text("t"),
    boolean: settings({ b: "TRUE" }).boolean("b"),
    oneOf: settings({ c: "one" }).oneOf("c", ["one", "two"]),
  };
  assertEquals([number, text, boolean, oneOf], [7, "x", true, "one"]);
  assertEquals(settings({}).number("n", "INT"), undefined);
});

Deno.test("ClientSettings refuses in Kafka's words", () => {
  const refused = (text: string, read: (of: ClientSettings) => unknown) =>
    assertThrows(() => read(settings({ k: text })), ConfigError).message;
  const int = (of: ClientSettings) => of.number("k", "INT");
  assertEquals(
    refused("abc", int),
    "Invalid value abc for configuration k: Not a number of type INT",
  );
  assertEquals(
    refused("2147483648", int),
    "Invalid value 2147483648 for configuration k: Not a number of type INT",
  );
  assertEquals(
    refused("-1", int),
    "Invalid value -1 for configuration k: Value must be at least 0",
  );
  assertEquals(
    refused("maybe", (of) => of.boolean("k")),
    "Invalid value maybe for configuration k: Expected value to be either true or false",
  );
  assertEquals(
    refused("c", (of) => of.oneOf("k", ["a", "b"])),
    "Invalid value c for configuration k: String must be one of: a, b",
  );
  assertEquals(
    assertThrows(() => settings({ "security.protocol": "SSL" }), ConfigError).message,
    "Invalid value SSL for configuration security.protocol: Only PLAINTEXT is supported by this tool",
  );
});
