import { assertEquals } from "@std/assert";
import { type BrokerState, nextState } from "../../coordinator/broker_heartbeat.ts";
import { Errors } from "../../protocol/errors.ts";
import { Harness, uuid, WITH_ELR } from "./harness.ts";

type Row = readonly [
  current: Exclude<BrokerState, "shutdown-now">,
  facts: Partial<Parameters<typeof nextState>[1]>,
  next: BrokerState,
];

const yes = () => true;
const no = () => false;
const never = (): boolean => {
  throw new Error("asked for nothing");
};

const TABLE: readonly Row[] = [
  ["fenced", { wantShutDown: true }, "shutdown-now"],
  ["fenced", { wantShutDown: true, wantFence: true, caughtUp: true }, "shutdown-now"],
  ["fenced", { caughtUp: true }, "unfenced"],
  ["fenced", { caughtUp: false }, "fenced"],
  ["fenced", { wantFence: true, caughtUp: true }, "fenced"],
  ["unfenced", { wantFence: true, wantShutDown: true }, "shutdown-now"],
  ["unfenced", { wantFence: true }, "fenced"],
  ["unfenced", { wantShutDown: true, leads: yes }, "controlled-shutdown"],
  ["unfenced", { wantShutDown: true, leads: no }, "shutdown-now"],
  ["unfenced", {}, "unfenced"],
  ["unfenced", { caughtUp: true }, "unfenced"],
  ["controlled-shutdown", { leads: yes, othersKnow: never }, "controlled-shutdown"],
  ["controlled-shutdown", { leads: no, othersKnow: yes }, "shutdown-now"],
  ["controlled-shutdown", { leads: no, othersKnow: no }, "controlled-shutdown"],
  ["controlled-shutdown", { leads: no, othersKnow: no, wantFence: true }, "controlled-shutdown"],
];

for (const [current, facts, next] of TABLE) {
  const shown = Object.entries(facts).map(([key, value]) =>
    `${key} ${typeof value === "function" ? value === yes : value}`
  );
  Deno.test(`nextState of ${current} with ${shown.join(", ") || "nothing wanted"} is ${next}`, () => {
    const defaults = { wantFence: false, wantShutDown: false, caughtUp: false, leads: never };
    assertEquals(nextState(current, { ...defaults, othersKnow: never, ...facts }), next);
  });
}

Deno.test("BrokerHeartbeat refuses an unknown broker and an old epoch with STALE_BROKER_EPOCH", async () => {
  const it = await new Harness().lead();
  assertEquals((await it.heartbeat(1, 5n)).errorCode, Errors.STALE_BROKER_EPOCH);
  const epoch = await it.register(1);
  assertEquals((await it.heartbeat(1, epoch - 1n)).errorCode, Errors.STALE_BROKER_EPOCH);
  assertEquals((await it.heartbeat(1, epoch)).errorCode, 0);
});

Deno.test("BrokerHeartbeat fences with the partitions' changes first, unfences with the broker's change first", async () => {
  const it = await new Harness().lead();
  const epochs = await it.startBrokers([1, 2]);
  await it.createTopic("t", [[1, 2]]);
  await it.createTopic("alone", [[1]]);
  const [fencing, fenced] = await it.recordsOf(() =>
    it.heartbeat(1, epochs.get(1)!, { fence: true })
  );
  assertEquals([fenced.isFenced, fenced.shouldShutDown], [true, false]);
  assertEquals(fencing.map(({ type }) => type), [
    "PartitionChangeRecord",
    "PartitionChangeRecord",
    "BrokerRegistrationChangeRecord",
  ]);
  // The last member of the ISR stays in it, without leading.
  assertEquals(it.partition("alone").isr, [1]);
  assertEquals(it.partition("alone").leader, -1);
  assertEquals(it.partition("alone").leaderEpoch, 1);
  const [unfencing] = await it.recordsOf(() => it.heartbeat(1, epochs.get(1)!));
  assertEquals(unfencing.map(({ type }) => type), [
    "BrokerRegistrationChangeRecord",
    "PartitionChangeRecord",
  ]);
  assertEquals(it.partition("alone").leader, 1);
  assertEquals(it.partition("alone").leaderEpoch, 2);
  assertEquals(it.partition("t").isr, [2]);
});

Deno.test("BrokerHeartbeat lets a broker stop when its leaders moved and every active broker knows", async () => {
  const it = await new Harness().lead();
  const epochs = await it.startBrokers([1, 2]);
  await it.createTopic("t", [[1, 2]]);
  const read = it.log.endOffset - 1;
  const [records, first] = await it.recordsOf(() =>
    it.heartbeat(1, epochs.get(1)!, { shutDown: true })
  );
  assertEquals([first.isFenced, first.shouldShutDown], [false, false]);
  assertEquals(records.map(({ type, version }) => [type, version]), [
    ["BrokerRegistrationChangeRecord", 1],
    ["PartitionChangeRecord", 2],
  ]);
  assertEquals(it.partition("t").leader, 2);
  assertEquals(it.image.brokers.get(1)!.inControlledShutdown, true);
  // Broker 2 has not read of it yet.
  await it.heartbeat(2, epochs.get(2)!, { offset: read });
  const waiting = await it.heartbeat(1, epochs.get(1)!, { shutDown: true });
  assertEquals(waiting.shouldShutDown, false);
  await it.heartbeat(2, epochs.get(2)!, { offset: it.log.endOffset });
  const done = await it.heartbeat(1, epochs.get(1)!, { shutDown: true });
  assertEquals([done.isFenced, done.shouldShutDown], [true, true]);
  assertEquals(it.image.brokers.get(1)!.fenced, true);
});

Deno.test("BrokerHeartbeat lets the only broker stop; its partitions keep it as eligible leader", async () => {
  const it = await new Harness({ features: WITH_ELR }).lead();
  const epochs = await it.startBrokers([1]);
  await it.createTopic("t", [[1]]);
  const first = await it.heartbeat(1, epochs.get(1)!, { shutDown: true });
  assertEquals(first.shouldShutDown, false);
  const { isr, elr, lastKnownElr, leader } = it.partition("t");
  assertEquals({ isr, elr, lastKnownElr, leader }, {
    isr: [],
    elr: [1],
    lastKnownElr: [1],
    leader: -1,
  });
  const second = await it.heartbeat(1, epochs.get(1)!, { shutDown: true });
  assertEquals(second.shouldShutDown, true);
});

Deno.test("BrokerHeartbeat takes replicas in failed directories out of the ISR and the directories out of the registration", async () => {
  const it = await new Harness().lead();
  const logDirs = [uuid("good"), uuid("bad")];
  const one = await it.register(1, { logDirs });
  await it.heartbeat(1, one);
  await it.startBrokers([2]);
  await it.createTopic("t", [[1, 2]]);
  await it.createTopic("u", [[1, 2]]);
  for (const [topic, directory] of [["t", "good"], ["u", "bad"]] as const) {
    await it.assign(1, one, uuid(directory), topic);
  }
  const [records] = await it.recordsOf(() =>
    it.heartbeat(1, one, { offlineLogDirs: [uuid("bad")] })
  );
  assertEquals(records.map(({ type, version }) => [type, version]), [
    ["PartitionChangeRecord", 2],
    ["BrokerRegistrationChangeRecord", 2],
  ]);
  assertEquals([it.partition("t").leader, it.partition("t").isr], [1, [1, 2]]);
  assertEquals([it.partition("u").leader, it.partition("u").isr], [2, [2]]);
  assertEquals(it.image.brokers.get(1)!.logDirs, [uuid("good")]);
});

Deno.test("BrokerHeartbeat notes cordoned directories, where no new replica is placed then", async () => {
  const it = await new Harness({ features: WITH_ELR }).lead();
  const epochs = await it.startBrokers([1, 2]);
  const [records] = await it.recordsOf(() =>
    it.heartbeat(1, epochs.get(1)!, { cordonedLogDirs: [uuid("directory1x")] })
  );
  assertEquals(records.map(({ version }) => version), [3]);
  const [again] = await it.recordsOf(() =>
    it.heartbeat(1, epochs.get(1)!, { cordonedLogDirs: [uuid("directory1x")] })
  );
  assertEquals(again, []);
  for (let i = 0; i < 4; i++) {
    assertEquals(await it.placed(`t${i}`, 1), [2]);
  }
});
