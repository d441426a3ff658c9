import { assertEquals, assertRejects } from "@std/assert";
import { ConfigError } from "../../config/config_error.ts";
import { LogDirectoryError } from "../../storage/directories/log_directories.ts";
import { writeMetaProperties } from "../../storage/directories/meta_properties.ts";
import { SimulatedNode } from "../broker/simulated_node.ts";

Deno.test("startNode does not open a listener that was to be secured", async () => {
  for (const protocol of ["SASL_PLAINTEXT", "SSL", "SASL_SSL"]) {
    const settings = {
      "listener.security.protocol.map": `PLAINTEXT:${protocol},CONTROLLER:PLAINTEXT`,
    };
    const refused = `${protocol} of listener PLAINTEXT is not served yet, only PLAINTEXT is`;
    await assertRejects(() => new SimulatedNode({ settings }).start(), ConfigError, refused);
  }
});

Deno.test("startNode does not open what an authorizer was to guard, except where nothing without an ACL is guarded", async () => {
  const authorizer = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
  const start = (more: Record<string, string>) =>
    new SimulatedNode({ settings: { "authorizer.class.name": authorizer, ...more } }).start();
  const refused = `Invalid value ${authorizer} for configuration authorizer.class.name`;
  await assertRejects(() => start({}), ConfigError, refused);
  await assertRejects(() => start({ "super.users": "User:a" }), ConfigError, refused);
  await assertRejects(
    () => start({ "allow.everyone.if.no.acl.found": "false" }),
    ConfigError,
    refused,
  );
  const open = await start({ "allow.everyone.if.no.acl.found": "true" });
  await open.world.runUntil(open.node.stop());
});

Deno.test("startNode leaves the topics of a cluster with ZooKeeper where they are, instead of putting them aside as strays", async () => {
  const node = new SimulatedNode();
  const { disk } = node.runtime;
  const meta = {
    version: 0,
    clusterId: "MkU3OEVBNTcwNTJENDM2Qk",
    nodeId: 1,
    directoryId: null,
  } as const;
  await node.world.runUntil((async () => {
    await disk.makeDirectory("/data");
    await disk.makeDirectory("/data/orders-0");
    await writeMetaProperties(disk, "/data", meta, 0);
  })());
  await assertRejects(
    () => node.start(),
    LogDirectoryError,
    "/data (log.dirs) holds orders-0 of a cluster with ZooKeeper",
  );
  assertEquals(await node.world.runUntil(disk.exists("/data/orders-0")), true);
  await node.world.runUntil(disk.remove("/data/orders-0"));
  await node.start();
  await node.stop();
});
