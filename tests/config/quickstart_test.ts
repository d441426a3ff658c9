import { assertEquals } from "@std/assert";
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { formatListener } from "../../config/listener.ts";
import { needsQuickstart, quickstartSettings } from "../../config/quickstart.ts";

const properties = (texts: Record<string, string>) => new Map(Object.entries(texts));

function start(texts: Record<string, string>) {
  const overrides = properties(texts);
  return buildBrokerConfig({ defaults: quickstartSettings(overrides), overrides });
}

Deno.test("a start without a file is one node with both roles on localhost", () => {
  const config = start({});
  const { node } = config;
  assertEquals(node.listeners.map(formatListener), [
    "PLAINTEXT://localhost:9092",
    "CONTROLLER://localhost:9093",
  ]);
  assertEquals([node.id, node.isBroker, node.isController], [1, true, true]);
  assertEquals(node.voters, [{ id: 1, host: "localhost", port: 9093 }]);
  assertEquals(node.logDirs, ["./data"]);
  assertEquals([
    config.get("offsets.topic.replication.factor"),
    config.get("transaction.state.log.replication.factor"),
    config.get("transaction.state.log.min.isr"),
    config.get("share.coordinator.state.topic.replication.factor"),
    config.get("share.coordinator.state.topic.min.isr"),
    config.get("group.initial.rebalance.delay.ms"),
  ], [1, 1, 1, 1, 1, 3000]);
  assertEquals(config.warnings, []);
});

Deno.test("quickstartSettings follow the id, the listeners and the directories that were given", () => {
  const config = start({
    "broker.id": "7",
    "listeners": "PLAINTEXT://:19092,CONTROLLER://:19093",
    "log.dir": "/d",
  });
  assertEquals(config.node.id, 7);
  assertEquals(config.node.voters, [{ id: 7, host: "localhost", port: 19093 }]);
  assertEquals(config.node.logDirs, ["/d"]);
});

Deno.test("a broker and a coordinator started apart without files find each other", () => {
  const broker = start({ "process.roles": "broker" }).node;
  const coordinator = start({ "process.roles": "coordinator" }).node;
  assertEquals([broker.isBroker, broker.isController], [true, false]);
  assertEquals([coordinator.isBroker, coordinator.isController], [false, true]);
  assertEquals(broker.voters, coordinator.voters);
  assertEquals(coordinator.voters[0]!.port, coordinator.controllerListeners[0]!.port);
  assertEquals(broker.id === coordinator.id, false);
  assertEquals(broker.logDirs[0] === coordinator.logDirs[0], false);
});

Deno.test("quickstartSettings leave the quorum to bootstrap servers that were given", () => {
  const { node } = start({ "controller.quorum.bootstrap.servers": "h:9093" });
  assertEquals([node.voters, node.bootstrapServers], [[], [{ host: "h", port: 9093 }]]);
});

Deno.test("needsQuickstart holds until roles or a ZooKeeper are named", () => {
  assertEquals(needsQuickstart(properties({ "num.partitions": "3" })), true);
  assertEquals(needsQuickstart(properties({ "process.roles": "broker" })), false);
  assertEquals(needsQuickstart(properties({ "zookeeper.connect": "h:1" })), false);
  assertEquals(needsQuickstart(properties({ "zookeeper.connect": "" })), true);
});
