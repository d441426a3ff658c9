import { bunRuntime } from "./bun.ts";
import { denoRuntime } from "./deno.ts";
import type { Runtime } from "./runtime.ts";

/** The runtime of the platform that this program runs on. */
export function platformRuntime(): Runtime {
  return "Deno" in globalThis ? denoRuntime() : bunRuntime();
}
