/** Kafka's shell with a command on its command line; sessions are in `shell_suite.ts`. */
import { assertEquals } from "@std/assert";
import { shell, SNAPSHOT } from "./shell_suite.ts";

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
