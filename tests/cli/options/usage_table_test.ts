import { assertEquals } from "@std/assert";
import { usageTable } from "../../../cli/options/usage_table.ts";

Deno.test("usageTable lists flags by name, wraps both columns and hides old flags", () => {
  const table = usageTable({
    "topic": { value: "topic", required: true, help: "The topic." },
    "compression-codec": { value: "compression-codec", valueOptional: true, help: "Codec." },
    "list": { help: "word ".repeat(20).trim() },
    "old": { help: "Gone.", hidden: true },
  });
  const lines = table.trimEnd().split("\n");
  assertEquals(lines[0].startsWith("Option "), true);
  assertEquals(lines[1].startsWith("------ "), true);
  assertEquals(lines.filter((line) => line.startsWith("--")).map((line) => line.split(" ")[0]), [
    "------",
    "--compression-codec",
    "--list",
    "--topic",
  ]);
  assertEquals(lines.every((line) => line.length <= 100), true);
  assertEquals(table.includes("[String:"), true);
  assertEquals(table.includes("<String: topic>"), true);
  assertEquals(table.includes("REQUIRED: The topic."), true);
  assertEquals(table.includes("Gone."), false);
});
