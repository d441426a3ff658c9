import { assertEquals, assertThrows } from "@std/assert";
import { buildBrokerConfig } from "../../config/broker_config.ts";
import { ConfigError } from "../../config/config_error.ts";
import { formatListener } from "../../config/listener.ts";
import {
  COORDINATOR_NODE_ID,
  coordinatorFromZooKeeper,
  isZooKeeperStyle,
  zooKeeperAddress,
} from "../../config/zookeeper.ts";

const properties = (texts: Record<string, string>) => new Map(Object.entries(texts));

/** The settings that the file of the 3.5 tarball holds. */
const TARBALL = {
  "broker.id": "0",
  "num.network.threads": "3",
  "log.dirs": "/tmp/kafka-logs",
  "offsets.topic.replication.factor": "1",
  "zookeeper.connect": "localhost:2181",
  "zookeeper.connection.timeout.ms": "18000",
  "group.initial.rebalance.delay.ms": "0",
};

function outline(texts: Record<string, string>, zookeeper: "embedded" | "external") {
  const { node, warnings } = buildBrokerConfig({ file: properties(texts) }, { zookeeper });
  return {
    id: node.id,
    roles: [node.isBroker, node.isController],
    listeners: node.listeners.map(formatListener),
    advertised: node.advertisedListeners.map(formatListener),
    controller: node.controllerListenerNames.join(),
    voters: node.voters.map((it) => `${it.id}@${it.host}:${it.port}`).join(),
    warnings,
  };
}

Deno.test("a 3.5 server.properties becomes a node with both roles", () => {
  assertEquals(outline(TARBALL, "embedded"), {
    id: 0,
    roles: [true, true],
    listeners: ["PLAINTEXT://:9092", "CONTROLLER://localhost:9093"],
    advertised: ["PLAINTEXT://:9092"],
    controller: "CONTROLLER",
    voters: "0@localhost:9093",
    warnings: [],
  });
});

Deno.test("a 3.5 server.properties becomes a broker of the coordinator at its ZooKeeper's address", () => {
  const file = { ...TARBALL, "zookeeper.connect": "zk1:2182,zk2:2181/kafka" };
  assertEquals(outline(file, "external"), {
    id: 0,
    roles: [true, false],
    listeners: ["PLAINTEXT://:9092"],
    advertised: ["PLAINTEXT://:9092"],
    controller: "CONTROLLER",
    voters: "1000@zk1:2182",
    warnings: [],
  });
});

Deno.test("a ZooKeeper-style broker without id is node 1", () => {
  assertEquals(outline({ "zookeeper.connect": "z:1" }, "embedded").id, 1);
  assertEquals(outline({ "zookeeper.connect": "z:1", "broker.id": "-1" }, "external").id, 1);
});

/** What Testcontainers for Java sets with its default, ZooKeeper-based start. */
const TESTCONTAINERS = {
  "broker.id": "1",
  "zookeeper.connect": "localhost:2181",
  "listeners": "PLAINTEXT://0.0.0.0:9093,BROKER://0.0.0.0:9092",
  "advertised.listeners": "PLAINTEXT://localhost:32768,BROKER://kafka:9092",
  "listener.security.protocol.map": "BROKER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
  "inter.broker.listener.name": "BROKER",
};

Deno.test("the controller listener takes a port that no listener has", () => {
  const { listeners, voters } = outline(TESTCONTAINERS, "embedded");
  assertEquals(listeners[2], "CONTROLLER://localhost:9094");
  assertEquals(voters, "1@localhost:9094");
});

Deno.test("a CONTROLLER listener that is not advertised becomes the controller listener", () => {
  const file = {
    ...TESTCONTAINERS,
    "node.id": "1",
    "listeners": "PLAINTEXT://:9092,BROKER://:9093,CONTROLLER://:9094",
    "advertised.listeners": "PLAINTEXT://localhost:32768,BROKER://kafka:9093,",
    "listener.security.protocol.map": "BROKER:PLAINTEXT,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "controller.quorum.voters": "1@localhost:9094",
  };
  const embedded = outline(file, "embedded");
  assertEquals(embedded.listeners.length, 3);
  assertEquals(embedded.voters, "1@localhost:9094");
  assertEquals(embedded.advertised, ["PLAINTEXT://localhost:32768", "BROKER://kafka:9093"]);
  const external = outline(file, "external");
  assertEquals(external.listeners, ["PLAINTEXT://:9092", "BROKER://:9093"]);
  assertEquals(external.voters, "1000@localhost:2181");
});

Deno.test("an advertised CONTROLLER listener stays the clients', the coordinator's is called otherwise", () => {
  const file = {
    ...TARBALL,
    "listeners": "PLAINTEXT://:9092,CONTROLLER://:9094",
    "advertised.listeners": "PLAINTEXT://h:9092,CONTROLLER://h:9094",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
  };
  const { controller, advertised, listeners } = outline(file, "embedded");
  assertEquals(controller, "COORDINATOR");
  assertEquals(advertised.length, 2);
  assertEquals(listeners[2], "COORDINATOR://localhost:9093");
});

Deno.test("controller.quorum.voters gives the controller listener's port", () => {
  const { listeners, voters } = outline(
    { ...TARBALL, "controller.quorum.voters": "0@kafka:29093" },
    "embedded",
  );
  assertEquals(listeners[1], "CONTROLLER://:29093");
  assertEquals(voters, "0@kafka:29093");
});

Deno.test("a TLS broker of the ZooKeeper days keeps its protocols", () => {
  const file = {
    ...TARBALL,
    "listeners": "SSL://:9092",
    "security.inter.broker.protocol": "SSL",
  };
  for (const way of ["embedded", "external"] as const) {
    const { node } = buildBrokerConfig({ file: properties(file) }, { zookeeper: way });
    assertEquals(node.brokerListeners[0]!.protocol, "SSL");
    assertEquals(node.controllerSecurityProtocol, "PLAINTEXT");
  }
});

Deno.test("ZooKeeper-style refusals name the key", () => {
  const refusals: [Record<string, string>, string][] = [
    [{ ...TARBALL, "broker.id": "1001" }, "broker.id"],
    [{ ...TARBALL, "broker.id": "x" }, "broker.id"],
    [{ ...TARBALL, "controller.listener.names": "CONTROLLER" }, "controller.listener.names"],
    [{ ...TARBALL, "zookeeper.connect": "/chroot" }, "zookeeper.connect"],
    [{ ...TARBALL, "broker.id": "1000" }, "broker.id"],
  ];
  for (const [texts, key] of refusals) {
    const error = assertThrows(() => outline(texts, "external"), ConfigError, key);
    assertEquals(error.key, key);
  }
  assertEquals(
    outline(
      { ...TARBALL, "broker.id": "2000", "broker.id.generation.enable": "false" },
      "embedded",
    ).id,
    2000,
  );
});

Deno.test("isZooKeeperStyle wants a ZooKeeper and no roles", () => {
  assertEquals(isZooKeeperStyle(properties(TARBALL)), true);
  assertEquals(isZooKeeperStyle(properties({ ...TARBALL, "process.roles": "broker" })), false);
  assertEquals(isZooKeeperStyle(properties({ "zookeeper.connect": "" })), false);
});

Deno.test("zooKeeperAddress takes the first host, its port or 2181", () => {
  const cases: [string, string, number][] = [
    ["a:1,b:2/chroot", "a", 1],
    ["a", "a", 2181],
    ["a/chroot", "a", 2181],
    ["[::1]:7", "::1", 7],
    ["[::1]", "::1", 2181],
    [" a:3 , b:4", "a", 3],
  ];
  for (const [text, host, port] of cases) {
    assertEquals(zooKeeperAddress(properties({ "zookeeper.connect": text })), { host, port }, text);
  }
});

Deno.test("zookeeper.properties becomes a coordinator that brokers find on clientPort", () => {
  const coordinator = buildBrokerConfig({
    file: coordinatorFromZooKeeper(properties({
      "dataDir": "/tmp/zookeeper/",
      "clientPort": "2181",
      "maxClientCnxns": "0",
      "admin.enableServer": "false",
    })),
  });
  const { node, warnings } = coordinator;
  assertEquals([node.isBroker, node.isController, node.id], [false, true, COORDINATOR_NODE_ID]);
  assertEquals(node.controllerListeners.map(formatListener), ["CONTROLLER://:2181"]);
  assertEquals(node.voters, [{ id: COORDINATOR_NODE_ID, host: "localhost", port: 2181 }]);
  assertEquals(node.logDirs, ["/tmp/zookeeper/coordinator"]);
  assertEquals(warnings, []);
  const broker = buildBrokerConfig({ file: properties(TARBALL) }, { zookeeper: "external" });
  assertEquals(broker.node.voters, node.voters);
});

Deno.test("coordinatorFromZooKeeper wants dataDir and a port", () => {
  const listeners = (texts: Record<string, string>) =>
    coordinatorFromZooKeeper(properties(texts)).get("listeners");
  assertEquals(listeners({ dataDir: "/d", clientPortAddress: "::1" }), "CONTROLLER://[::1]:2181");
  assertThrows(() => listeners({}), ConfigError, "dataDir");
  assertThrows(() => listeners({ dataDir: "/d", clientPort: "x" }), ConfigError, "clientPort");
});
