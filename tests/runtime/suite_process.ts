import { assert, assertEquals } from "@std/assert";
import { assertFails } from "./failing.ts";
import type { Declare } from "./runtime_suite.ts";

/** Above what systems give. */
const NO_PROCESS = 0x3fff_fffe;

export function processBehaviour(declare: Declare): void {
  declare("process tells its name, id, arguments and environment", ({ runtime }) => {
    const { process } = runtime;
    assert(process.name.length > 0);
    assert(!/[/\\.]/.test(process.name), process.name);
    assert(process.id > 0);
    assert(Array.isArray(process.args));
    assert(process.residentBytes() > 1_000_000);
    assertEquals(process.env("NO_SUCH_VARIABLE_HERE"), undefined);
    for (const [name, value] of Object.entries(process.environment())) {
      assertEquals(process.env(name), value);
    }
    return Promise.resolve();
  });

  declare("sendSignal tells that there is no such process", async ({ runtime }) => {
    await assertFails("not-found", () => {
      runtime.process.sendSignal(NO_PROCESS, "SIGTERM");
      return Promise.resolve();
    });
  });

  declare("network.hostName names the machine", ({ runtime }) => {
    assert(runtime.network.hostName().length > 0);
    return Promise.resolve();
  });
}
