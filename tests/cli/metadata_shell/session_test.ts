/** A session with Kafka's shell on a snapshot of Kafka's was recorded; ours answers the same. */
import { assertEquals } from "@std/assert";
import { SimulatedWorld } from "../../../runtime/simulated/world.ts";
import { runTool, type ToolResult } from "../simulated_tool.ts";

const SNAPSHOT = "/snapshot.checkpoint";

async function fixture(name: string): Promise<Uint8Array> {
  const url = new URL(`../../fixtures/cli/metadata_shell/${name}.gz`, import.meta.url);
  const file = await Deno.open(url);
  const stream = file.readable.pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function shell(args: readonly string[], input = ""): Promise<ToolResult> {
  const world = new SimulatedWorld({ seed: 1 });
  const runtime = world.node("localhost");
  const file = runtime.disk.open(SNAPSHOT, { create: "new", write: true });
  file.writeSync(await fixture("snapshot.checkpoint"), 0);
  file.close();
  return await runTool(world, runtime, "kafka-metadata-shell", args, input);
}

Deno.test("kafka-metadata-shell answers a recorded session as Kafka's does", async () => {
  const decoder = new TextDecoder();
  const input = decoder.decode(await fixture("session.in"));
  const result = await shell(["--snapshot", SNAPSHOT], input);
  assertEquals(result.stdout, decoder.decode(await fixture("session.out")));
  assertEquals(result.exitCode, 0);
});

Deno.test("kafka-metadata-shell runs a command of its command line", async () => {
  const { stdout, exitCode } = await shell(["-s", SNAPSHOT, "ls", "/image/topics", "/local"]);
  assertEquals(stdout, "topics:\nbyId\nbyName\n\nlocal:\ncommitId\nversion\n");
  assertEquals(exitCode, 0);
});

Deno.test("kafka-metadata-shell knows four commands on its command line, as Kafka's does", async () => {
  const { stdout, exitCode } = await shell(["-s", SNAPSHOT, "cd", "/image"]);
  assertEquals(stdout, "invalid choice: 'cd' (choose from 'cat', 'find', 'ls', 'tree')\n");
  assertEquals(exitCode, 0);
});

Deno.test("kafka-metadata-shell refuses a file that is not there", async () => {
  const { stderr, exitCode } = await shell(["-s", "/missing", "ls"]);
  assertEquals(stderr, "Unexpected error: java.nio.file.NoSuchFileException: /missing\n");
  assertEquals(exitCode, 1);
});
