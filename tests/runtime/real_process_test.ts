import { assert, assertEquals } from "@std/assert";
import { denoRuntime } from "../../runtime/deno.ts";
import { programName } from "../../runtime/native/program_name.ts";
import { assertFails } from "./failing.ts";

/** Starts `child.ts` beside this file. */
function child(task: string, path = ""): Deno.ChildProcess {
  const script = new URL("child.ts", import.meta.url).pathname;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", script, task, path],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  return command.spawn();
}

Deno.test("lock excludes another process until it ends, and is a record lock", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/.lock`;
  const { disk } = denoRuntime();
  const holder = child("lock", path);
  const output = holder.stdout.getReader();
  const { value } = await output.read();
  assertEquals(new TextDecoder().decode(value), "locked\n");
  await assertFails("locked", () => disk.lock(path));
  if (Deno.build.os === "linux") {
    // Kafka's JVM takes POSIX record locks: only one of the same kind keeps it out.
    const { ino } = await Deno.stat(path);
    const locks = await Deno.readTextFile("/proc/locks");
    const ours = locks.split("\n").filter((line) => line.includes(`:${ino} `));
    assertEquals(ours.length, 1);
    assert(/POSIX +ADVISORY +WRITE/.test(ours[0]!), ours[0]);
  }
  await holder.stdin.close();
  await holder.status;
  await output.cancel();
  await holder.stderr.cancel();
  const lock = await disk.lock(path);
  await lock.release();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("onSignal and exit work while a listener is open", async () => {
  const running = child("exit");
  const errors = running.stderr.getReader();
  assertEquals(new TextDecoder().decode((await errors.read()).value), "ready\n");
  running.kill("SIGTERM");
  const output = await new Response(running.stdout).text();
  assertEquals(output, `child exit \n`);
  assertEquals((await running.status).code, 3);
  await errors.cancel();
  await running.stdin.close();
});

Deno.test("leadsSession tells a process that a shell started from one that began a session", async () => {
  if (Deno.build.os !== "linux") return;
  assertEquals(await output(child("session")), { code: 0, stdout: "false\n" });
  const script = new URL("child.ts", import.meta.url).pathname;
  const args = [Deno.execPath(), "run", "-A", "--no-check", script, "session"];
  const { stdout } = await new Deno.Command("setsid", { args: ["--wait", ...args] }).output();
  assertEquals(new TextDecoder().decode(stdout), "true\n");
});

Deno.test("a timer does not keep the process alive", async () => {
  const { code, stdout } = await output(child("idle"));
  assertEquals([code, stdout], [0, "idle\n"]);
});

async function output(process: Deno.ChildProcess): Promise<{ code: number; stdout: string }> {
  await process.stdin.close();
  const { code, stdout } = await process.output();
  return { code, stdout: new TextDecoder().decode(stdout) };
}

Deno.test("programName is the invoked name of an executable, and the script's otherwise", () => {
  assertEquals(programName("./kafka-topics.sh", "/$bunfs/root/ottla", true), "kafka-topics");
  assertEquals(programName("/usr/bin/kafka-topics", "", true), "kafka-topics");
  assertEquals(programName("C:\\ottla\\kafka-acls.bat", "", true), "kafka-acls");
  assertEquals(programName("ottla", "", true), "ottla");
  assertEquals(programName("/bin/deno", "/project/main.ts", false), "main");
  assertEquals(programName("ottla-1.2.exe", "", true), "ottla-1.2");
  assertEquals(programName("/opt/.hidden", "", true), ".hidden");
});
