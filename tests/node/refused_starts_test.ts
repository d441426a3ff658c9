import { assertRejects } from "@std/assert";
import { ConfigError } from "../../config/config_error.ts";
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
