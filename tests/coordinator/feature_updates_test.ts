import { assertEquals, assertStringIncludes } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { Harness, WITH_ELR, WITHOUT_ELR } from "./harness.ts";

const UPGRADE = 1;
const SAFE = 2;
const UNSAFE = 3;

function update(
  it: Harness,
  feature: string,
  maxVersionLevel: number,
  upgradeType = UPGRADE,
  validateOnly = false,
) {
  return it.send(Apis.UpdateFeatures, {
    featureUpdates: [{ feature, maxVersionLevel, upgradeType }],
    validateOnly,
  });
}

async function refused(it: Harness, words: string, ...args: [string, number, number?]) {
  const [records, { errorCode, errorMessage }] = await it.recordsOf(() => update(it, ...args));
  assertEquals([records, errorCode], [[], Errors.INVALID_UPDATE_VERSION]);
  assertStringIncludes(errorMessage!, words);
}

Deno.test("UpdateFeatures raises metadata.version, and only validates when told so", async () => {
  const it = await new Harness({ features: { "metadata.version": 21 } }).lead();
  const [none, { errorCode }] = await it.recordsOf(() =>
    update(it, "metadata.version", 25, UPGRADE, true)
  );
  assertEquals([none, errorCode], [[], 0]);
  assertEquals((await update(it, "metadata.version", 25)).errorCode, 0);
  assertEquals(it.image.features.get("metadata.version"), 25);
});

Deno.test("UpdateFeatures refuses levels that a broker, fenced or not, lacks", async () => {
  const it = await new Harness({ features: { "metadata.version": 21 } }).lead();
  await it.register(1, { features: { "metadata.version": [7, 21] } });
  await refused(it, "Broker 1 only supports versions 7-21", "metadata.version", 22);
  await refused(it, "Broker 1 does not support this feature", "group.version", 1);
});

Deno.test("UpdateFeatures wants every voter to be registered and able", async () => {
  const it = await new Harness({ features: { "metadata.version": 21 }, voterIds: [1, 2, 3] })
    .lead();
  await refused(it, "have not registered", "metadata.version", 22);
  for (const controllerId of [2, 3]) {
    const { errorCode } = await it.send(Apis.ControllerRegistration, {
      controllerId,
      incarnationId: "AAAAAAAAAAAAAAAAAAAAAA",
      zkMigrationReady: false,
      listeners: [],
      features: [{
        name: "metadata.version",
        minSupportedVersion: 7,
        maxSupportedVersion: controllerId === 3 ? 22 : 30,
      }],
    });
    assertEquals(errorCode, 0);
  }
  await refused(it, "Controller 3 only supports versions 7-22", "metadata.version", 23);
  assertEquals((await update(it, "metadata.version", 22)).errorCode, 0);
});

Deno.test("UpdateFeatures lowers metadata.version only where no record's format changed", async () => {
  const it = await new Harness({ features: { "metadata.version": 21 } }).lead();
  await refused(it, "Can't downgrade the version", "metadata.version", 19);
  await refused(it, "might delete metadata information", "metadata.version", 14, SAFE);
  await refused(it, "Unsafe metadata downgrade is not supported", "metadata.version", 14, UNSAFE);
  await refused(it, "Can't downgrade to a newer version", "metadata.version", 22, SAFE);
  assertEquals((await update(it, "metadata.version", 19, SAFE)).errorCode, 0);
  assertEquals(it.image.features.get("metadata.version"), 19);
});

Deno.test("UpdateFeatures keeps features that depend on metadata.version possible", async () => {
  const low = await new Harness({ features: { "metadata.version": 22 } }).lead();
  await refused(low, "depends on metadata.version", "eligible.leader.replicas.version", 1);
  const { errorCode } = await low.send(Apis.UpdateFeatures, {
    featureUpdates: [
      { feature: "eligible.leader.replicas.version", maxVersionLevel: 1 },
      { feature: "metadata.version", maxVersionLevel: 25 },
    ],
  });
  assertEquals(errorCode, 0);
  assertEquals(low.image.features.get("eligible.leader.replicas.version"), 1);
});

Deno.test("UpdateFeatures that turns ELR on gives the cluster one min.insync.replicas", async () => {
  const it = await new Harness({
    features: WITHOUT_ELR,
    settings: { "min.insync.replicas": "2" },
  }).lead();
  await it.startBrokers([1]);
  await it.send(Apis.IncrementalAlterConfigs, {
    resources: [{
      resourceType: 4,
      resourceName: "1",
      configs: [{ name: "min.insync.replicas", configOperation: 0, value: "1" }],
    }],
    validateOnly: false,
  });
  assertEquals(it.image.configs.get("4:1")!.get("min.insync.replicas"), "1");
  assertEquals((await update(it, "eligible.leader.replicas.version", 1)).errorCode, 0);
  assertEquals(it.image.configs.get("4:")!.get("min.insync.replicas"), "2");
  assertEquals(it.image.configs.has("4:1"), false);
});

Deno.test("UpdateFeatures removes a feature's level at 0", async () => {
  const it = await new Harness({ features: WITH_ELR }).lead();
  assertEquals((await update(it, "eligible.leader.replicas.version", 0, SAFE)).errorCode, 0);
  assertEquals(it.image.features.has("eligible.leader.replicas.version"), false);
});

Deno.test("ControllerRegistration is refused below metadata.version 3.7-IV0", async () => {
  const it = await new Harness({ features: { "metadata.version": 14 } }).lead();
  const { errorCode } = await it.send(Apis.ControllerRegistration, {
    controllerId: 2,
    incarnationId: "AAAAAAAAAAAAAAAAAAAAAA",
    zkMigrationReady: false,
    listeners: [],
    features: [],
  });
  assertEquals(errorCode, Errors.UNSUPPORTED_VERSION);
});
