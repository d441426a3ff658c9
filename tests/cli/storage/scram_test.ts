import { assertEquals, assertThrows } from "@std/assert";
import { OptionError } from "../../../cli/options/option_error.ts";
import { scramRecord } from "../../../cli/storage/scram.ts";
import type { Random } from "../../../runtime/runtime.ts";

const RANDOM = { bytes: (length: number) => new Uint8Array(length) } as Random;
const hex = (text: string) =>
  Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));

const SALT = 'salt="W22ZaJ0SNY7soEsUEjb6gQ=="';

function credential(text: string) {
  const record = scramRecord(text, RANDOM);
  if (record.type !== "UserScramCredentialRecord") throw new Error(record.type);
  return record.value;
}

Deno.test("scramRecord derives the keys of RFC 7677's example from the password", () => {
  const { name, mechanism, iterations, storedKey, serverKey } = credential(
    `SCRAM-SHA-256=[name=user,iterations=4096,${SALT},password=pencil]`,
  );
  assertEquals([name, mechanism, iterations], ["user", 1, 4096]);
  assertEquals(storedKey, hex("586e5df283e6dceb5c3e791d8b8528ec191e664045ce971792e2e6b5bb13e2a6"));
  assertEquals(serverKey, hex("c1f3cbc1c13a9d35a14c0990eed97629ea225863e566a4314ab99f3f00e5d9d5"));
});

Deno.test("scramRecord takes a password that is salted already", () => {
  const salted = "xKSVEDI6tPlSysH6mUQZOeeOp01r6B3fcJbodRPcYV0=";
  const of256 = credential(`SCRAM-SHA-256=[name=user,${SALT},saltedpassword="${salted}"]`);
  assertEquals(
    of256.storedKey,
    hex("586e5df283e6dceb5c3e791d8b8528ec191e664045ce971792e2e6b5bb13e2a6"),
  );
  const of512 = credential(
    `SCRAM-SHA-512=[name=a,iterations=8192,${SALT},saltedpassword="${salted}"]`,
  );
  assertEquals([of512.mechanism, of512.iterations, of512.serverKey.length], [2, 8192, 64]);
});

Deno.test("scramRecord refuses in Kafka's words", () => {
  const refused = (text: string) =>
    assertThrows(() => scramRecord(text, RANDOM), OptionError).message;
  assertEquals(
    refused("SCRAM-SHA-1=[name=alice,password=x]"),
    "The add-scram mechanism SCRAM-SHA-1 is not supported.",
  );
  assertEquals(
    refused("SCRAM-SHA-256=[name=alice]"),
    "You must supply one of 'password' or 'saltedpassword' to add-scram",
  );
  assertEquals(
    refused("SCRAM-SHA-256=[name=alice,password=x,saltedpassword=eA==]"),
    "You must only supply one of 'password' or 'saltedpassword' to add-scram",
  );
  assertEquals(
    refused("SCRAM-SHA-256=[name=alice,saltedpassword=eA==]"),
    "You must supply 'salt' with 'saltedpassword' to add-scram",
  );
  assertEquals(refused("SCRAM-SHA-256=[password=x]"), "You must supply 'name' to add-scram");
  assertEquals(
    refused("SCRAM-SHA-256=[name=a,password=x,iterations=4095]"),
    "The 'iterations' value must be >= 4096 for add-scram",
  );
  assertEquals(
    refused("SCRAM-SHA-256=[name=a,password=x,iterations=16385]"),
    "The 'iterations' value must be <= 16384 for add-scram",
  );
});
