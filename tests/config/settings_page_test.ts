import { assertEquals } from "@std/assert";
import { settingsReference } from "../../config/reference.ts";

Deno.test("docs/settings.md is what the declarations say (deno task docs writes it)", () => {
  const page = Deno.readTextFileSync(new URL("../../docs/settings.md", import.meta.url));
  assertEquals(page, settingsReference());
});
