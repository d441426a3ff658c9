import { assertEquals, AssertionError } from "@std/assert";
import { RuntimeError, type RuntimeErrorCode } from "../../runtime/runtime.ts";

/** Asserts that `act` throws, or its promise rejects, with a RuntimeError of this code. */
export async function assertFails(
  code: RuntimeErrorCode,
  act: () => unknown,
): Promise<RuntimeError> {
  let failure: unknown = null;
  try {
    await act();
  } catch (error) {
    failure = error;
  }
  if (!(failure instanceof RuntimeError)) {
    throw new AssertionError(`Expected a RuntimeError ${code}, got ${failure}`);
  }
  assertEquals(failure.code, code, failure.message);
  return failure;
}
