/** Kafka clients written in JavaScript, run by Node as their users run them. */
import { isInstalled, run, runOk } from "./command.ts";

const PACKAGES = ["kafkajs@2.2.4", "@platformatic/kafka@1"];
/** Their engines field. */
const NODE_VERSION = [20, 19];

/** Installs the clients below `cache`. @returns what is missing, or null. */
export async function installNodePackages(cache: string): Promise<string | null> {
  if (!await isInstalled("node") || !await isInstalled("npm")) return "Node.js with npm";
  const version = (await runOk("node", ["--version"])).trim();
  const [major, minor] = version.slice(1).split(".").map(Number);
  if (major < NODE_VERSION[0] || (major === NODE_VERSION[0] && minor < NODE_VERSION[1])) {
    return `Node.js ${NODE_VERSION.join(".")} or newer (here: ${version})`;
  }
  const folder = nodePackages(cache);
  const complete = `${folder}/.complete`;
  const wanted = PACKAGES.join("\n");
  if (await Deno.readTextFile(complete).catch(() => "") === wanted) return null;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/package.json`, `{"private": true}\n`);
  const { code, err } = await run("npm", [
    "install",
    "--silent",
    "--no-audit",
    "--no-fund",
    ...PACKAGES,
  ], {
    cwd: folder,
    timeoutMs: 120_000,
  });
  if (code !== 0) return `${PACKAGES.join(", ")} (npm: ${err.trim().split("\n").at(-1)})`;
  await Deno.writeTextFile(complete, wanted);
  return null;
}

export function nodePackages(cache: string): string {
  return `${cache}/node`;
}
