import { assertEquals } from "@std/assert";
import { textTable } from "../../../cli/output/text_table.ts";

Deno.test("textTable widens columns for their cells, but not fixed ones, and does not pad the last", () => {
  const cell = (i: number) => (row: readonly string[]) => row[i];
  const columns = [
    { title: "A", width: 3, of: cell(0) },
    { title: "LONG TITLE", width: 2, of: cell(1) },
    { title: "STATUS", width: 7, fixed: true, of: cell(2) },
    { title: "END", of: cell(3) },
  ];
  assertEquals(
    textTable(columns, [["12345", "x", "longer than that", "end"], ["1", "y", "ok", ""]]),
    "A     LONG TITLE STATUS  END\n" +
      "12345 x          longer than that end\n" +
      "1     y          ok      \n",
  );
});
