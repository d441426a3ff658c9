import { assertEquals } from "@std/assert";
import { endpointsTable } from "../../cli/cluster_endpoints.ts";

const NODES = [
  { id: 1, host: "a-long-host.example", port: 9092, rack: "r1", isFenced: false },
  { id: 12, host: "b", port: 9093, rack: null, isFenced: true },
];

Deno.test("endpointsTable gives hosts and racks the room they need, and tells which brokers are fenced", () => {
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
