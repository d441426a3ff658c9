/** Writes `settings.md` beside this file from the declarations in `config/`: `deno task docs`. */
import { settingsReference } from "../config/reference.ts";

Deno.writeTextFileSync(new URL("settings.md", import.meta.url), settingsReference());
