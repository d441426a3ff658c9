import { assertEquals, assertThrows } from "@std/assert";
import { JsonError, JsonValue } from "../../cli/json_document.ts";

const document = JsonValue.parse('{"a":1,"b":[1,"x"],"c":1.5,"d":3000000000}', "no JSON");

Deno.test("JsonValue reads numbers, texts and arrays", () => {
  assertEquals(document.field("a").integer(), 1);
  assertEquals(document.field("b").array()[1].text(), "x");
  assertEquals(document.field("d").long(), 3000000000n);
  assertEquals(document.optional("nope"), null);
});

Deno.test("JsonValue says what is wrong in the words of Kafka's tools", () => {
  const refused = (read: () => unknown, message: string) => assertThrows(read, JsonError, message);
  refused(() => JsonValue.parse("{", "no JSON"), "no JSON");
  refused(() => document.field("nope"), "No such field exists: `nope`");
  refused(() => document.field("b").integer(), 'Expected `Integer` value, received [1,"x"]');
  refused(() => document.field("c").integer(), "Expected `Integer` value, received 1.5");
  refused(() => document.field("d").integer(), "Expected `Integer` value, received 3000000000");
  refused(() => document.field("a").array(), "Expected JSON array, received 1");
  refused(() => document.field("a").field("x"), "Expected JSON object, received 1");
});
