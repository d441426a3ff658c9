import { assertEquals } from "@std/assert";
import { directory, file } from "../../../cli/metadata_shell/node.ts";
import { runLine, splitWords } from "../../../cli/metadata_shell/shell.ts";
import { ShellState } from "../../../cli/metadata_shell/state.ts";

const ROOT = directory({
  "a b": () => file(() => "blank"),
  one: () => directory({ x: () => file(() => "1"), y: () => file(() => "2") }),
});

Deno.test("splitWords keeps blanks in quotes and behind backslashes", () => {
  assertEquals(splitWords(`cat "a b" 'c d' e\\ f g`), ["cat", "a b", "c d", "e f", "g"]);
});

Deno.test("runLine repeats lines of the history", () => {
  const state = new ShellState(ROOT);
  assertEquals(runLine("cat one/x", state), "1\n");
  assertEquals(runLine("cat one/y", state), "2\n");
  assertEquals(runLine("!1", state), "1\n");
  assertEquals(runLine("!!", state), "1\n");
  assertEquals(runLine("!9", state), "!9: event not found\n");
  assertEquals(state.history, ["cat one/x", "cat one/y", "cat one/x", "cat one/x"]);
});

Deno.test("runLine says that a quote has no end", () => {
  assertEquals(runLine('cat "a b', new ShellState(ROOT)), "Missing closing quote\n");
});

Deno.test("ShellState puts names side by side where the screen is wide enough", () => {
  const state = new ShellState(ROOT, 20);
  assertEquals(state.columns(["aaaa", "bbbb", "cccc", "dddd"]), "aaaa  cccc\nbbbb  dddd\n");
});
