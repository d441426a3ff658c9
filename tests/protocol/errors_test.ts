import { assert, assertEquals } from "@std/assert";
import {
  ApiError,
  errorMessage,
  errorName,
  Errors,
  exceptionName,
  isRetriable,
} from "../../protocol/errors.ts";
import { readGolden } from "./golden.ts";

interface GoldenError {
  readonly code: number;
  readonly name: string;
  readonly exception: string;
  readonly retriable: boolean;
}

Deno.test("Errors has the 135 codes of Kafka 4.3 with their names, exceptions and retriability", () => {
  const { lines } = readGolden<GoldenError>("errors-4.3", 135);
  const ours = Object.entries(Errors).map(([name, code]) => ({
    code,
    name,
    exception: exceptionName(code),
    retriable: isRetriable(code),
  }));
  assertEquals(ours, [...lines]);
  for (const { code, name } of lines) assertEquals<string>(errorName(code), name);
});

Deno.test("errorMessage has another sentence for every code", () => {
  const messages = Object.values(Errors).map(errorMessage);
  assertEquals(new Set(messages).size, messages.length);
  for (const message of messages.slice(2)) assert(/^[A-Z].*\.$/.test(message), message);
});

Deno.test("errorName takes codes that Kafka doesn't know for UNKNOWN_SERVER_ERROR", () => {
  for (const code of [-2, 9999, NaN]) {
    assertEquals(errorName(code), "UNKNOWN_SERVER_ERROR");
    assertEquals(isRetriable(code), false);
  }
});

Deno.test("ApiError carries its code, and the code's sentence unless given another", () => {
  const error = new ApiError(Errors.NOT_CONTROLLER);
  assertEquals(error.code, 41);
  assertEquals(error.message, errorMessage(41));
  assertEquals(error.errorName, "NOT_CONTROLLER");
  assertEquals(error.retriable, true);
  assertEquals(new ApiError(Errors.INVALID_CONFIG, "Why").message, "Why");
  assert(error instanceof Error);
});
