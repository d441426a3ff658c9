/** A name for this machine in `/etc/hosts`. */

const HOSTS = "/etc/hosts";

/** Whether the name leads to this machine. */
export async function leadsHere(name: string): Promise<boolean> {
  try {
    return (await Deno.resolveDns(name, "A")).includes("127.0.0.1") || await inFile(name);
  } catch {
    return await inFile(name);
  }
}

async function inFile(name: string): Promise<boolean> {
  const lines = (await Deno.readTextFile(HOSTS).catch(() => "")).split("\n");
  return lines.some((line) => {
    const [address, ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    return address.startsWith("127.") && names.includes(name);
  });
}

/**
 * Lets a name lead here.
 *
 * @returns what takes it back, or null where that is not allowed.
 */
export async function nameThisMachine(name: string): Promise<(() => Promise<void>) | null> {
  if (await leadsHere(name)) return () => Promise.resolve();
  const line = `127.0.0.1 ${name} # of Ottla's interop tests\n`;
  try {
    const before = await Deno.readTextFile(HOSTS);
    const newline = before === "" || before.endsWith("\n") ? "" : "\n";
    await Deno.writeTextFile(HOSTS, `${before}${newline}${line}`);
  } catch {
    return null;
  }
  return async () => {
    const text = await Deno.readTextFile(HOSTS);
    await Deno.writeTextFile(HOSTS, text.replace(line, ""));
  };
}
