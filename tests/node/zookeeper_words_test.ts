import { assertEquals, assertMatch } from "@std/assert";
import { zooKeeperWords } from "../../node/zookeeper_words.ts";

Deno.test("zooKeeperWords answers what monitors of ZooKeeper ask, as it is at that moment", () => {
  let connections = 1;
  const words = zooKeeperWords(() => ({ connections, topics: 4 }));
  assertEquals(words.get("ruok")!(), "imok");
  connections = 2;
  for (const word of ["srvr", "stat"]) {
    assertMatch(
      words.get(word)!(),
      /^Zookeeper version: .+\n(?:.*\n)*Connections: 2\nMode: standalone\n/,
    );
  }
  assertMatch(words.get("mntr")!(), /^zk_server_state\tstandalone$/m);
  assertMatch(words.get("mntr")!(), /^zk_num_alive_connections\t2$/m);
  assertEquals(words.get("kill"), undefined);
});
