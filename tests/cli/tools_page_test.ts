import { assertEquals } from "@std/assert";
import { toolsPage } from "./tools_page.ts";

Deno.test("docs/tools.md is what the recordings say (deno task docs writes it)", async () => {
  const page = Deno.readTextFileSync(new URL("../../docs/tools.md", import.meta.url));
  assertEquals(page, await toolsPage());
});
