import { assertEquals } from "@std/assert";
import { endpoints } from "../../cli/cluster_endpoints.ts";
import { textTable } from "../../cli/output/text_table.ts";

const NODES = [
  { id: 1, host: "a-long-host.example", port: 9092, rack: "r1", isFenced: false },
  { id: 12, host: "b", port: 9093, rack: null, isFenced: true },
];

function endpointsTable(nodes: typeof NODES, type: "broker" | "controller"): string {
  const { columns, rows } = endpoints(nodes, type);
  return textTable(columns, rows);
}

Deno.test("endpoints: the table gives hosts and racks the room they need, and tells which brokers are fenced", () => {
  assertEquals(
    endpointsTable(NODES, "broker"),
    [
      "ID         HOST                PORT       RACK STATE      ENDPOINT_TYPE  ",
      "1          a-long-host.example 9092       r1   unfenced   broker         ",
      "12         b                   9093       null fenced     broker         ",
      "",
    ].join("\n"),
  );
  assertEquals(
    endpointsTable([NODES[1]], "controller"),
    "ID         HOST PORT       RACK       ENDPOINT_TYPE  \n" +
      "12         b    9093       null       controller     \n",
  );
});
