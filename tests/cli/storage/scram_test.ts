import { assertEquals, assertThrows } from "@std/assert";
import { OptionError } from "../../../cli/options/option_error.ts";
import { scramRecord } from "../../../cli/storage/scram.ts";
import type { Random } from "../../../runtime/runtime.ts";

const RANDOM = { bytes: (length: number) => new Uint8Array(length) } as Random;
const hex = (text: string) =>
  Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));

Deno.test("scramRecord derives the keys of RFC 7677's example", () => {
  // User "user", password "pencil", salt and iterations as there; the salted password as PBKDF2 gives it.
  const salted = "xKSVEDI6tPlSysH6mUQZOeeOp01r6B3fcJbodRPcYV0=";
  const record = scramRecord(
    `SCRAM-SHA-256=[name=user,iterations=4096,salt="W22ZaJ0SNY7soEsUEjb6gQ==",saltedpassword="${salted}"]`,
    RANDOM,
  );
  assertEquals(record.type, "UserScramCredentialRecord");
  if (record.type !== "UserScramCredentialRecord") return;
  const { name, mechanism, iterations, storedKey, serverKey } = record.value;
  assertEquals([name, mechanism, iterations], ["user", 1, 4096]);
  assertEquals(storedKey, hex("586e5df283e6dceb5c3e791d8b8528ec191e664045ce971792e2e6b5bb13e2a6"));
  assertEquals(serverKey, hex("c1f3cbc1c13a9d35a14c0990eed97629ea225863e566a4314ab99f3f00e5d9d5"));
});

Deno.test("scramRecord salts a password", () => {
  const record = scramRecord("SCRAM-SHA-512=[name=a,password=x]", RANDOM);
  if (record.type !== "UserScramCredentialRecord") throw new Error(record.type);
  const { mechanism, salt, serverKey } = record.value;
  assertEquals([mechanism, salt.length], [2, 24]);
  assertEquals(
    serverKey,
    hex(
      "2b3a19290f6cdeeec9cd0a9473513f531f2ffa2292b9dba1c963336a1e54844753f8f1e965425656befe881da8ca" +
        "88321aceeedfcff97d1bb419242753d99b5c",
    ),
  );
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
