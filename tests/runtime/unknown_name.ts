/**
 * Who is asked for a name that nobody knows: `unshare -m bun run unknown_name.ts RESOLV_CONF`, as root. Prints why it is not
 * found, in the words of whoever was asked last.
 */
import { execFileSync } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import process from "node:process";
import { bunRuntime } from "../../runtime/bun.ts";

const directory = await mkdtemp(`${tmpdir()}/ottla-names-`);
await writeFile(`${directory}/resolv.conf`, process.argv[2]);
execFileSync("mount", ["--bind", `${directory}/resolv.conf`, "/etc/resolv.conf"]);

const { network } = bunRuntime();
await network.connect({ host: "nobody", port: 1, timeoutMs: 30_000 }).then(
  () => console.log("connected"),
  (error) => console.log(error.message),
);
process.exit(0);
