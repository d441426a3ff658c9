/**
 * Whether files are written while a name server is silent: `unshare -m bun run silent_name_server.ts`, as root. Prints what
 * came first, `written` or the end of a connection attempt.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import process from "node:process";
import { bunRuntime } from "../../runtime/bun.ts";

const directory = await mkdtemp(`${tmpdir()}/ottla-names-`);
// An address that answers to nobody (RFC 5737).
await writeFile(`${directory}/resolv.conf`, "nameserver 192.0.2.1\n");
execFileSync("mount", ["--bind", `${directory}/resolv.conf`, "/etc/resolv.conf"]);

const { network, disk, clock } = bunRuntime();
const ended: Promise<string>[] = [];
for (let n = 0; n < 16; n++) {
  const attempt = network.connect({ host: `nobody-${n}`, port: 1, timeoutMs: 4_000 });
  ended.push(attempt.then(() => "connected", (error) => error.code ?? String(error)));
}
await clock.sleep(50);
const file = disk.open(`${directory}/file`, { create: "new", write: true });
const written = file.write(new Uint8Array(1), 0).then(() => file.sync()).then(() => "written");
console.log(await Promise.race([written, ...ended]));
process.exit(0);
