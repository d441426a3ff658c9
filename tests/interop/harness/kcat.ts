/** kcat (librdkafka): found on the PATH or installed from the system's packages. */
import { isInstalled, run } from "./command.ts";

/** @returns what is missing, or null when kcat is there. */
export async function installKcat(): Promise<string | null> {
  if (await isInstalled("kcat")) return null;
  if (Deno.uid() !== 0 || !await isInstalled("apt-get")) {
    return "kcat (install it, or run as root where apt-get is)";
  }
  const environment = { env: { DEBIAN_FRONTEND: "noninteractive" }, timeoutMs: 120_000 };
  const install = () => run("apt-get", ["install", "-y", "-q", "kcat"], environment);
  let { code } = await install();
  if (code !== 0) {
    await run("apt-get", ["update", "-q"], environment);
    ({ code } = await install());
  }
  return code === 0 ? null : "kcat (apt-get could not install it)";
}
