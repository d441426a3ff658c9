import { denoRuntime } from "./deno.ts";
import { nodeRuntime } from "./node.ts";
import type { Runtime } from "./runtime.ts";

/** The runtime of the platform that this program runs on: Deno, or whatever has `node:` modules (Bun). */
export function platformRuntime(): Runtime {
  return "Deno" in globalThis ? denoRuntime() : nodeRuntime();
}
