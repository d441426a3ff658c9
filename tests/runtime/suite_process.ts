import { assert, assertEquals } from "@std/assert";
import type { Declare } from "./runtime_suite.ts";

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

  declare("network.hostName names the machine", ({ runtime }) => {
    assert(runtime.network.hostName().length > 0);
    return Promise.resolve();
  });
}
