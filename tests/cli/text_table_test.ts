import { assertEquals } from "@std/assert";
import { textTable } from "../../cli/text_table.ts";

Deno.test("textTable widens columns for their cells, but not fixed ones, and does not pad the last", () => {
  const columns = [
    { title: "A", width: 3 },
    { title: "LONG TITLE", width: 2 },
    { title: "STATUS", width: 7, fixed: true },
    { title: "END", width: null },
  ];
  assertEquals(
    textTable(columns, [["12345", "x", "longer than that", "end"], ["1", "y", "ok", ""]]),
    "A     LONG TITLE STATUS  END\n" +
      "12345 x          longer than that end\n" +
      "1     y          ok      \n",
  );
});
