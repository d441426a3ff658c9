import { assertEquals } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { Errors } from "../../protocol/errors.ts";
import { type BrokerOptions, Harness, registration, uuid, WITH_ELR } from "./harness.ts";

async function refusal(it: Harness, id: number, options: Partial<BrokerOptions>): Promise<number> {
  const [records, { errorCode }] = await it.recordsOf(() =>
    it.send(Apis.BrokerRegistration, registration(id, options))
  );
  assertEquals(records, []);
  return errorCode;
}

const ALL_FEATURES = {
  "metadata.version": [7, 30],
  "kraft.version": [0, 1],
  "eligible.leader.replicas.version": [0, 1],
} as const;

Deno.test("BrokerRegistration refuses another cluster's broker", async () => {
  const it = await new Harness().lead();
  assertEquals(await refusal(it, 1, { clusterId: "other" }), Errors.INCONSISTENT_CLUSTER_ID);
});

Deno.test("BrokerRegistration refuses a second broker of one id while the first lives, not longer", async () => {
  const it = await new Harness().lead();
  const epochs = await it.startBrokers([1]);
  const second = { incarnation: uuid("second"), logDirs: [uuid("directory1x")] };
  assertEquals(await refusal(it, 1, second), Errors.DUPLICATE_BROKER_REGISTRATION);
  await it.clock.advance(8999);
  assertEquals(await refusal(it, 1, second), Errors.DUPLICATE_BROKER_REGISTRATION);
  await it.clock.advance(2);
  const epoch = await it.register(1, second);
  assertEquals(it.image.brokers.get(1)!.incarnationId, uuid("second"));
  assertEquals(it.image.brokers.get(1)!.fenced, true);
  assertEquals((await it.heartbeat(1, epochs.get(1)!)).errorCode, Errors.STALE_BROKER_EPOCH);
  assertEquals((await it.heartbeat(1, epoch)).isFenced, false);
});

Deno.test("BrokerRegistration replaces at once a broker whose former run closed its logs, as whole clusters do that were stopped", async () => {
  const it = await new Harness().lead();
  const epochs = await it.startBrokers([1]);
  const next = { incarnation: uuid("second"), logDirs: [uuid("directory1x")] };
  const older = { ...next, previousEpoch: epochs.get(1)! - 1n };
  assertEquals(await refusal(it, 1, older), Errors.DUPLICATE_BROKER_REGISTRATION);
  await it.register(1, { ...next, previousEpoch: epochs.get(1)! });
  assertEquals(it.image.brokers.get(1)!.incarnationId, uuid("second"));
});

Deno.test("BrokerRegistration replaces a fenced broker at once", async () => {
  const it = await new Harness().lead();
  await it.register(1);
  await it.register(1, { incarnation: uuid("second") });
  assertEquals(it.image.brokers.get(1)!.incarnationId, uuid("second"));
});

Deno.test("BrokerRegistration amends the registration of the same incarnation", async () => {
  const it = await new Harness().lead();
  const epochs = await it.startBrokers([1]);
  const again = await it.register(1, { host: "elsewhere" });
  assertEquals(again, epochs.get(1)!);
  const broker = it.image.brokers.get(1)!;
  assertEquals([broker.fenced, broker.endpoints[0].host], [false, "elsewhere"]);
});

Deno.test("BrokerRegistration wants log directories of the broker's own", async () => {
  const it = await new Harness().lead();
  await it.register(2, { logDirs: [uuid("theirs")] });
  for (
    const logDirs of [
      [],
      ["AAAAAAAAAAAAAAAAAAAAAQ"],
      ["AAAAAAAAAAAAAAAAAAAAYw"],
      [uuid("same"), uuid("same")],
      [uuid("mine"), uuid("theirs")],
    ]
  ) {
    assertEquals(await refusal(it, 1, { logDirs }), Errors.INVALID_REGISTRATION);
  }
  await it.register(1, { logDirs: ["AAAAAAAAAAAAAAAAAAAAZA"] });
});

Deno.test("BrokerRegistration refuses brokers that can't do what is finalized", async () => {
  const it = await new Harness({ features: WITH_ELR, kraftVersion: 1 }).lead();
  const without = (name: string) =>
    Object.fromEntries(Object.entries(ALL_FEATURES).filter(([key]) => key !== name));
  for (
    const features of [
      { ...ALL_FEATURES, "metadata.version": [7, 29] as const },
      without("metadata.version"),
      without("eligible.leader.replicas.version"),
      without("kraft.version"),
      { ...ALL_FEATURES, "group.version": [1, 1] as const },
    ]
  ) {
    assertEquals(await refusal(it, 1, { features }), Errors.UNSUPPORTED_VERSION);
  }
  await it.register(1, { features: ALL_FEATURES });
});

Deno.test("BrokerRegistration gives the offset where its batch starts as epoch, clean-up included", async () => {
  const it = await new Harness({ features: WITH_ELR }).lead();
  const epochs = await it.startBrokers([1]);
  await it.createTopic("t", [[1]]);
  await it.heartbeat(1, epochs.get(1)!, { fence: true });
  const before = it.log.endOffset;
  const [records, epoch] = await it.recordsOf(() => it.register(1, { incarnation: uuid("next") }));
  assertEquals(records.map(({ type }) => type), ["PartitionChangeRecord", "RegisterBrokerRecord"]);
  assertEquals(epoch, BigInt(before));
  assertEquals(it.image.brokers.get(1)!.registrationOffset, before + 1);
  const early = await it.heartbeat(1, epoch, { offset: before });
  assertEquals([early.isCaughtUp, early.isFenced], [false, true]);
});

Deno.test("BrokerRegistration keeps a broker eligible after a clean stop, not after an unclean one", async () => {
  for (const clean of [true, false]) {
    const it = await new Harness({ features: WITH_ELR }).lead();
    const epochs = await it.startBrokers([1]);
    await it.createTopic("t", [[1]]);
    await it.heartbeat(1, epochs.get(1)!, { fence: true });
    assertEquals(it.partition("t").elr, [1]);
    const previousEpoch = clean ? epochs.get(1)! : -1n;
    const epoch = await it.register(1, { incarnation: uuid("next"), previousEpoch });
    assertEquals(it.partition("t").elr, clean ? [1] : []);
    assertEquals(it.partition("t").lastKnownElr, [1]);
    await it.heartbeat(1, epoch);
    const { leader, leaderRecoveryState, isr } = it.partition("t");
    assertEquals({ leader, isr }, { leader: 1, isr: [1] });
    assertEquals(leaderRecoveryState, clean ? 0 : 1);
  }
});

Deno.test("UnregisterBroker takes the broker out of ISRs and the cluster; an unknown one is refused", async () => {
  const it = await new Harness().lead();
  await it.startBrokers([1, 2]);
  await it.createTopic("t", [[1, 2]]);
  const unknown = await it.send(Apis.UnregisterBroker, { brokerId: 7 });
  assertEquals(unknown.errorCode, Errors.BROKER_ID_NOT_REGISTERED);
  const { errorCode } = await it.send(Apis.UnregisterBroker, { brokerId: 1 });
  assertEquals(errorCode, 0);
  assertEquals(it.image.brokers.has(1), false);
  assertEquals([it.partition("t").leader, it.partition("t").isr], [2, [2]]);
});
