/** Every flag that the help of Kafka's tools names, of 3.5 and of 4.3, is known to ours. */
import { assertEquals } from "@std/assert";
import { helpFlags, isKnown } from "./help_flags.ts";

for (const version of ["3.5", "4.3"] as const) {
  Deno.test(`Tools know the flags that the help of Kafka ${version} names`, async () => {
    const flags = await helpFlags(version);
    const unknown: string[] = [];
    for (const flag of flags) {
      if (!await isKnown(flag)) unknown.push(`${flag.tool} ${flag.command} --${flag.flag}`);
    }
    assertEquals(unknown, []);
    assertEquals(flags.length > 250, true, `${flags.length}`);
  });
}
