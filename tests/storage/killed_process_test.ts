import { assert, assertEquals } from "@std/assert";
import { denoRuntime } from "../../runtime/deno.ts";
import { FileHandles } from "../../storage/file_handles.ts";
import { GroupCommit } from "../../storage/group_commit.ts";
import { LogMemory } from "../../storage/log_memory.ts";
import { PartitionLog } from "../../storage/partition_log.ts";
import { DEFAULT_CONFIG, offsetsOf, readAll } from "./log_fixture.ts";

/** Appends in another process until it acknowledged up to `enough`, kills it, and returns the last end it told. */
async function appendAndKill(directory: string, enough: number): Promise<number> {
  const script = new URL("appending_process.ts", import.meta.url);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "-A", script.href, directory],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let told = 0;
  let text = "";
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const lines = text.split("\n");
    text = lines.pop()!;
    told = Number(lines.at(-1) ?? told);
    if (told >= enough) {
      try {
        child.kill("SIGKILL");
      } catch {
        // Killed before: what it told until then is still read.
      }
    }
  }
  await child.status;
  return told;
}

Deno.test("PartitionLog keeps what it acknowledged when its process is killed", async () => {
  const root = await Deno.makeTempDir();
  const directory = `${root}/t-0`;
  let end = 0;
  for (let life = 1; life <= 2; life++) {
    const told = await appendAndKill(directory, end + 3000);
    const { disk, clock, random } = denoRuntime();
    const log = await PartitionLog.open({
      disk,
      clock,
      random,
      commit: new GroupCommit(clock),
      memory: new LogMemory(clock),
      handles: new FileHandles(disk),
      producerIdExpirationMs: 86400000,
      directory,
      topic: "t",
      partition: 0,
      topicId: null,
      config: DEFAULT_CONFIG,
      clean: false,
      recoveryPoint: 0,
      logStartOffset: 0,
    });
    assert(told >= end + 3000);
    assert(log.logEndOffset >= told, `ends at ${log.logEndOffset}, told ${told}`);
    const records = await readAll(log);
    assertEquals(offsetsOf(records), Array.from({ length: log.logEndOffset }, (_, i) => i));
    end = log.logEndOffset;
    await log.close({ clean: false });
  }
  await Deno.remove(root, { recursive: true });
});
