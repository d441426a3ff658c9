import { assertEquals, assertThrows } from "@std/assert";
import {
  CsvError,
  readOffsetsCsv,
  writeOffsetsCsv,
} from "../../../cli/consumer_groups/offsets_csv.ts";

const OFFSETS = [
  { groupId: "g", topic: "t", partition: 0, offset: 1n },
  { groupId: 'with "quotes", and commas', topic: "u", partition: 12, offset: 9007199254740993n },
];

Deno.test("readOffsetsCsv reads what writeOffsetsCsv wrote, with the group in the lines", () => {
  const text = writeOffsetsCsv(OFFSETS, true);
  assertEquals(text, 'g,t,0,1\n"with ""quotes"", and commas",u,12,9007199254740993\n');
  assertEquals(readOffsetsCsv(text, null), OFFSETS);
});

Deno.test("readOffsetsCsv fills in the only group, and skips empty lines", () => {
  assertEquals(writeOffsetsCsv([OFFSETS[0]], false), "t,0,1\n");
  assertEquals(readOffsetsCsv("\r\n t , 0, 1\r\n\r\n", "g"), [OFFSETS[0]]);
});

Deno.test("readOffsetsCsv names the line that it can't read", () => {
  for (const line of ["t;0;1", "t,0", "t,x,1", "t,0,x", "g,t,0,1,2", "t,0,1"]) {
    const error = assertThrows(() => readOffsetsCsv(`g,t,0,1\n${line}`, null), CsvError);
    assertEquals(error.message, `Line 2 is not group,topic,partition,offset: ${line}`);
  }
});
