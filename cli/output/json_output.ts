/** `--json` of tools that list: Ottla's own, for scripts that would otherwise cut Kafka's columns apart. */
import type { Flags } from "../options/flags.ts";

export const JSON_FLAG = {
  "json": { help: "Ottla's own: print JSON instead of text." },
} as const satisfies Flags;

/** One document. What is missing is null; 64-bit numbers are numbers where JavaScript's hold them, else text. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, it) => {
    if (it === undefined) return null;
    return typeof it === "bigint" ? Number.isSafeInteger(Number(it)) ? Number(it) : `${it}` : it;
  }, 2);
}
