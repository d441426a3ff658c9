import { assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { Harness, uuid } from "./harness.ts";

const ENDPOINT = { name: "CONTROLLER", host: "localhost", port: 9093, securityProtocol: 0 };

function registration(incarnation: string) {
  return { incarnationId: uuid(incarnation), endpoints: () => [ENDPOINT] };
}

Deno.test("ControllerRegistrar registers this controller once it is active, once", async () => {
  const it = await new Harness({ registration: registration("run") }).lead();
  await it.clock.advance(5000);
  const controller = it.image.controllers.get(1)!;
  assertEquals(controller.incarnationId, uuid("run"));
  assertEquals(controller.endpoints.map(({ host, port }) => [host, port]), [["localhost", 9093]]);
  assertEquals(controller.features.get("metadata.version"), { min: 7, max: 30 });
  const records = it.log.records.filter(({ type }) => type === "RegisterControllerRecord");
  assertEquals(records.length, 1);
  const { brokers, controllerId } = await it.send(Apis.DescribeCluster, {
    includeClusterAuthorizedOperations: false,
    endpointType: 2,
  });
  assertEquals(controllerId, 1);
  assertEquals(brokers.map(({ brokerId, port }) => [brokerId, port]), [[1, 9093]]);
});

Deno.test("ControllerRegistrar waits until the metadata.version knows of registrations", async () => {
  const features = { "metadata.version": 14 };
  const it = await new Harness({ features, registration: registration("run") }).lead();
  await it.clock.advance(5000);
  assertEquals(it.image.controllers.size, 0);
  await it.send(Apis.UpdateFeatures, {
    featureUpdates: [{ feature: "metadata.version", maxVersionLevel: 21 }],
  });
  await it.clock.advance(5000);
  assertEquals(it.image.controllers.size, 1);
});

Deno.test("ControllerRegistrar keeps trying while nobody is active", async () => {
  const it = await new Harness({ registration: registration("run") }).lead();
  it.log.lead(2);
  it.log.replicate([]);
  await it.clock.advance(100_000);
  assertEquals(it.faults, []);
  await it.lead();
  await it.clock.advance(20_000);
  assertEquals(it.image.controllers.size, 1);
});
