/** Writes `tools.md` beside this file by playing the recordings of Kafka's tools to ours: `deno task docs`. */
import { toolsPage } from "../tests/cli/tools_page.ts";

Deno.writeTextFileSync(new URL("tools.md", import.meta.url), await toolsPage());
