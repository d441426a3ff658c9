import { assertEquals, assertThrows } from "@std/assert";
import { ConfigCommandError } from "../../../cli/configs/config_command_error.ts";
import { checkChanges } from "../../../cli/configs/principals.ts";
import { SimulatedNode } from "../../broker/simulated_node.ts";
import { runTool } from "../simulated_tool.ts";

const USERS = { types: ["users"], names: ["u"] } as const;
const added = (...keys: string[]) => ({
  added: new Map(keys.map((key) => [key, "1"])),
  deleted: [],
});

Deno.test("checkChanges tells quotas from credentials", () => {
  assertEquals(checkChanges(USERS, added("producer_byte_rate")), "quotas");
  assertEquals(checkChanges(USERS, added("SCRAM-SHA-256")), "credentials");
  const ips = { types: ["ips"], names: [""] } as const;
  assertEquals(checkChanges(ips, added("connection_creation_rate")), "quotas");
});

Deno.test("checkChanges refuses keys that the entity can't have, and both kinds at once", () => {
  const both = { types: ["users", "clients"], names: ["u", "c"] } as const;
  for (
    const [entities, keys, message] of [
      [USERS, ["foo"], "Only quota and SCRAM credential configs can be added for 'users'"],
      [both, ["SCRAM-SHA-256"], "Only quota configs can be added for 'clients'"],
      [{ types: ["ips"], names: ["x"] }, ["foo"], "Only connection quota configs"],
      [{ types: ["users"], names: [""] }, ["SCRAM-SHA-512"], "The use of --entity-default"],
      [USERS, ["SCRAM-SHA-512", "request_percentage"], "Cannot alter both quota and SCRAM"],
    ] as const
  ) {
    assertThrows(() => checkChanges(entities, added(...keys)), ConfigCommandError, message);
  }
});

Deno.test("kafka-configs makes, shows and deletes a credential, through brokers and where ZooKeeper stood", async () => {
  const node = await new SimulatedNode().start();
  const run = async (...args: string[]) =>
    await runTool(node.world, node.runtime, "kafka-configs", args);
  const brokers = ["--bootstrap-server", "localhost:9092"];
  const alice = ["--entity-type", "users", "--entity-name", "alice"];
  const made = await run(
    ...["--zookeeper", "localhost:9093/chroot", "--alter", ...alice],
    ...["--add-config", "SCRAM-SHA-512=[password=secret]"],
  );
  assertEquals(made, {
    stdout: "Completed updating config for user alice.\n",
    stderr: "",
    exitCode: 0,
  });
  await node.world.advance(1000);
  const shown = await run(...brokers, "--describe", "--user", "alice");
  assertEquals(
    shown.stdout,
    "SCRAM credential configs for user-principal 'alice' are SCRAM-SHA-512=iterations=4096\n",
  );
  await run(...brokers, "--alter", ...alice, "--delete-config", "SCRAM-SHA-512");
  assertEquals((await run(...brokers, "--describe", ...alice)).stdout, "");
  await node.stop();
});
