/** What the scripts of this folder share: their packages, and cases that print one line each. */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

export const broker = process.env.BROKER;
const require = createRequire(pathToFileURL(`${process.env.PACKAGES}/package.json`));

/** Imports a package from where the run installed it. */
export function load(name) {
  return import(pathToFileURL(require.resolve(name)).href);
}

const CASE_TIMEOUT_MS = 40_000;

export async function check(name, body) {
  const startMs = performance.now();
  let timer;
  try {
    await Promise.race([
      body(),
      new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error("timed out")), CASE_TIMEOUT_MS);
      }),
    ]);
    console.log(
      `ok ${process.env.SUITE}: ${name} (${((performance.now() - startMs) / 1000).toFixed(1)} s)`,
    );
  } catch (error) {
    console.error(error);
    console.log(
      `FAILED ${process.env.SUITE}: ${name}: ${String(error.message).replaceAll("\n", " ")}`,
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Says that a case was not run, and why. */
export function skip(name, reason) {
  console.log(`skipped ${process.env.SUITE}: ${name}: ${reason}`);
}

/** Looks until `probe` gives something true. */
export async function waitUntil(what, probe, timeoutMs = 20_000) {
  const endMs = performance.now() + timeoutMs;
  while (true) {
    const found = await probe();
    if (found) return found;
    if (performance.now() > endMs) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function numbered(count, text) {
  return Array.from({ length: count }, (_, index) => `${text} ${index}`);
}
