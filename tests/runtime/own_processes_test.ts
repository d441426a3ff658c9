import { assert, assertEquals } from "@std/assert";
import { denoRuntime } from "../../runtime/deno.ts";
import {
  asOwnProcess,
  fromPs,
  ownProcesses,
  parsePs,
  PS_ARGUMENTS,
} from "../../runtime/native/own_processes.ts";

const INSTALLED = { executable: "/usr/bin/ottla", script: null };
const IN_DENO = { executable: "/bin/deno", script: "/src/main.ts" };

function own(program: typeof INSTALLED | typeof IN_DENO, command: string, executable?: string) {
  const words = command.split(" ");
  const process = { id: 7, executable: executable ?? null, words, directory: "/src" };
  const found = asOwnProcess(process, program);
  return found === null ? null : [found.name, ...found.args].join(" ");
}

Deno.test("asOwnProcess: an executable is known by its file, under whatever name it was started", () => {
  assertEquals(own(INSTALLED, "/usr/bin/ottla kafka-topics --list"), "ottla kafka-topics --list");
  assertEquals(
    own(INSTALLED, "./kafka-server-start.sh a.properties", "/opt/ottla"),
    "kafka-server-start a.properties",
  );
  assertEquals(own(INSTALLED, "ottla x", "/bin/less"), null);
  assertEquals(own(INSTALLED, "less ottla"), null);
  const renamed = { executable: "/opt/mine", script: null };
  assertEquals(own(renamed, "mine --role broker", "/opt/mine"), "mine --role broker");
  assertEquals(own(renamed, "./ottla", "/elsewhere/ottla"), "ottla");
});

Deno.test("asOwnProcess: under deno run the script counts, with the directory it was started in", () => {
  const deno = "/bin/deno";
  assertEquals(own(IN_DENO, "deno run -A main.ts --role broker", deno), "main --role broker");
  assertEquals(own(IN_DENO, "deno run -A ./main.ts", deno), "main");
  assertEquals(own(IN_DENO, "deno run -A /src/main.ts x y", deno), "main x y");
  assertEquals(own(IN_DENO, "deno run -A /other/main.ts", deno), null);
  assertEquals(own(IN_DENO, "deno task start", deno), null);
  assertEquals(own(IN_DENO, "kafka-server-start f", "/usr/bin/ottla"), "kafka-server-start f");
});

Deno.test("parsePs: a process id and words on each line", () => {
  assertEquals(parsePs("    1 /sbin/launchd\n  812 ottla  --config  f\n\n"), [
    { id: 1, executable: null, words: ["/sbin/launchd"], directory: null },
    { id: 812, executable: null, words: ["ottla", "--config", "f"], directory: null },
  ]);
});

Deno.test("fromPs asks in a way that macOS understands too: what follows a = is a title, with all commas", () => {
  assertEquals(PS_ARGUMENTS.filter((word) => /=./.test(word)), []);
  assert(fromPs().some(({ id, words }) => id === Deno.pid && words.length > 1));
});

Deno.test("fromPs tells the file behind the link that a process was started by", async () => {
  const directory = await Deno.realPath(await Deno.makeTempDir());
  const file = await Deno.realPath(Deno.execPath());
  const link = `${directory}/kafka-server-start`;
  await Deno.symlink(file, link);
  const args = ["eval", "setTimeout(Object,60000)"];
  const child = new Deno.Command(link, { args }).spawn();
  const found = fromPs().find(({ id }) => id === child.pid);
  child.kill("SIGKILL");
  await child.status;
  await Deno.remove(directory, { recursive: true });
  assertEquals(found?.executable, file);
  assertEquals(found?.words, [link, ...args]);
});

Deno.test("ownProcesses finds a running process, which a signal ends", async () => {
  const script = new URL("child.ts", import.meta.url).pathname;
  const directory = await Deno.realPath(await Deno.makeTempDir());
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, "lock", `${directory}/a b`],
    cwd: directory,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = child.stdout.getReader();
  await output.read();
  const found = ownProcesses({ executable: Deno.execPath(), script })
    .find(({ id }) => id === child.pid);
  if (Deno.build.os === "linux") {
    assertEquals(found, {
      id: child.pid,
      name: "child",
      args: ["lock", `${directory}/a b`],
      directory,
    });
  } else assert(found !== undefined);
  denoRuntime().process.sendSignal(child.pid, "SIGTERM");
  assertEquals((await child.status).signal, "SIGTERM");
  await output.cancel();
  await child.stdin.close();
  await Deno.remove(directory, { recursive: true });
});
