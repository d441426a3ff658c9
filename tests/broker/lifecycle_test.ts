/** A broker's membership: registration, heartbeats, unfencing, controlled shutdown. */
import { assertEquals, assertRejects } from "@std/assert";
import { BrokerLifecycle, RegistrationError } from "../../broker/lifecycle.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { ZERO_UUID } from "../../protocol/uuid.ts";
import { settle, VirtualClock } from "../coordinator/virtual_clock.ts";
import { FakeController } from "./fake_controller.ts";

const fenced = { isCaughtUp: false, isFenced: true, shouldShutDown: false };
const caughtUp = { ...fenced, isCaughtUp: true };
const unfenced = { isCaughtUp: true, isFenced: false, shouldShutDown: false };

function broker() {
  const clock = new VirtualClock();
  const controller = new FakeController(() => clock.monotonic());
  const warnings: string[] = [];
  let metadataOffset = 0;
  controller.answers.set("BrokerRegistration", [{ brokerEpoch: 7n }]);
  controller.answers.set("BrokerHeartbeat", [fenced]);
  const lifecycle = new BrokerLifecycle({
    clock,
    channel: controller,
    brokerId: 1,
    clusterId: "cluster",
    incarnationId: ZERO_UUID,
    endpoints: [{ name: "PLAINTEXT", host: "h", port: 9092, securityProtocol: 0 }],
    features: new Map([["metadata.version", { min: 7, max: 30 }]]),
    rack: "r1",
    logDirs: ["b", "a"],
    previousBrokerEpoch: 5n,
    heartbeatIntervalMs: 2_000,
    sessionTimeoutMs: 9_000,
    registrationTimeoutMs: 60_000,
    metadataOffset: () => metadataOffset,
    log: { info: () => {}, warn: (message) => warnings.push(message) },
  });
  const beats = () => controller.of("BrokerHeartbeat");
  return {
    clock,
    controller,
    lifecycle,
    warnings,
    beats,
    see: (offset: number) => metadataOffset = offset,
  };
}

Deno.test("BrokerLifecycle registers with what the broker is", async () => {
  const { lifecycle, controller } = broker();
  assertEquals(lifecycle.epoch, -1n);
  await lifecycle.register();
  assertEquals(lifecycle.epoch, 7n);
  const [{ listeners, ...request }] = controller.of("BrokerRegistration");
  assertEquals(listeners.length, 1);
  assertEquals(request, {
    brokerId: 1,
    clusterId: "cluster",
    incarnationId: ZERO_UUID,
    features: [{ name: "metadata.version", minSupportedVersion: 7, maxSupportedVersion: 30 }],
    rack: "r1",
    logDirs: ["a", "b"],
    previousBrokerEpoch: 5n,
  });
  lifecycle.stop();
});

Deno.test("BrokerLifecycle tries to register until the controller takes it, ever less often", async () => {
  const { lifecycle, controller, clock } = broker();
  const { DUPLICATE_BROKER_REGISTRATION: duplicate } = Errors;
  controller.answers.set("BrokerRegistration", [
    { errorCode: duplicate },
    new ApiError(Errors.REQUEST_TIMED_OUT),
    { errorCode: duplicate },
    { brokerEpoch: 9n },
  ]);
  const registered = lifecycle.register();
  await clock.advance(1_000);
  await registered;
  const times = controller.sent.filter(({ name }) => name === "BrokerRegistration")
    .map(({ atMs }) => atMs);
  assertEquals([times, lifecycle.epoch], [[0, 100, 300, 700], 9n]);
  lifecycle.stop();
});

Deno.test("BrokerLifecycle gives up after the registration timeout, and at once for another cluster's directories", async () => {
  const late = broker();
  late.controller.answers.set("BrokerRegistration", [new ApiError(Errors.REQUEST_TIMED_OUT)]);
  const refused = assertRejects(
    () => late.lifecycle.register(),
    RegistrationError,
    "within 60000 ms",
  );
  await late.clock.advance(60_000);
  await refused;
  const foreign = broker();
  foreign.controller.answers.set("BrokerRegistration", [{
    errorCode: Errors.INCONSISTENT_CLUSTER_ID,
  }]);
  await assertRejects(
    () => foreign.lifecycle.register(),
    RegistrationError,
    "give the coordinator its former data back, or this broker an empty log.dirs",
  );
  assertEquals(foreign.controller.of("BrokerRegistration").length, 1);
});

Deno.test("BrokerLifecycle that is stopped does not register any more", async () => {
  const { lifecycle, controller, clock } = broker();
  controller.answers.set("BrokerRegistration", [{
    errorCode: Errors.DUPLICATE_BROKER_REGISTRATION,
  }]);
  const refused = assertRejects(() => lifecycle.register(), RegistrationError, "stopped");
  await settle();
  lifecycle.stop();
  await clock.advance(60_000);
  await refused;
  assertEquals(controller.of("BrokerRegistration").length, 1);
});

Deno.test("BrokerLifecycle beats every 10 ms, fenced, until it has caught up", async () => {
  const { lifecycle, controller, clock, beats, see } = broker();
  await lifecycle.register();
  let done = false;
  lifecycle.caughtUp().then(() => done = true);
  await clock.advance(50);
  assertEquals([beats().length, done], [6, false]);
  const [first] = beats();
  assertEquals([first.brokerId, first.brokerEpoch, first.wantFence, first.wantShutDown], [
    1,
    7n,
    true,
    false,
  ]);
  see(12);
  controller.answers.set("BrokerHeartbeat", [caughtUp]);
  await clock.advance(10);
  assertEquals([done, beats().at(-1).currentMetadataOffset], [true, 12n]);
  const count = beats().length;
  await clock.advance(1_999);
  assertEquals(beats().length, count);
  await clock.advance(1);
  assertEquals(beats().length, count + 1);
  lifecycle.stop();
});

Deno.test("BrokerLifecycle asks to be unfenced at once, and then beats at its interval", async () => {
  const { lifecycle, controller, clock, beats } = broker();
  await lifecycle.register();
  controller.answers.set("BrokerHeartbeat", [caughtUp]);
  await clock.advance(20);
  const before = beats().length;
  let done = false;
  lifecycle.unfence().then(() => done = true);
  await settle();
  assertEquals([beats().length, beats().at(-1).wantFence, done], [before + 1, false, false]);
  controller.answers.set("BrokerHeartbeat", [unfenced]);
  await clock.advance(10);
  assertEquals(done, true);
  const count = beats().length;
  await clock.advance(10_000);
  assertEquals(beats().length, count + 5);
  lifecycle.stop();
});

Deno.test("BrokerLifecycle that is fenced while running goes on asking not to be", async () => {
  const { lifecycle, controller, clock, beats } = broker();
  await lifecycle.register();
  controller.answers.set("BrokerHeartbeat", [unfenced]);
  lifecycle.unfence();
  await clock.advance(100);
  controller.answers.set("BrokerHeartbeat", [fenced]);
  await clock.advance(6_000);
  assertEquals(beats().slice(-3).map(({ wantFence }) => wantFence), [false, false, false]);
  lifecycle.stop();
});

Deno.test("BrokerLifecycle repeats a heartbeat that failed, ever less often", async () => {
  const { lifecycle, controller, clock, warnings } = broker();
  await lifecycle.register();
  await settle();
  controller.answers.set("BrokerHeartbeat", [{ errorCode: Errors.STALE_BROKER_EPOCH }]);
  await clock.advance(1_600);
  const times = controller.sent.filter(({ name }) => name === "BrokerHeartbeat").map(({ atMs }) =>
    atMs
  );
  assertEquals(times, [0, 10, 110, 310, 710, 1510]);
  assertEquals(warnings.length, 5);
  controller.answers.set("BrokerHeartbeat", [new Error("connection lost"), unfenced]);
  await clock.advance(60_000);
  assertEquals(warnings.length, 6);
  lifecycle.stop();
});

Deno.test("BrokerLifecycle leaves when the controller has moved its leadership away", async () => {
  const { lifecycle, controller, clock, beats } = broker();
  await lifecycle.register();
  controller.answers.set("BrokerHeartbeat", [unfenced]);
  lifecycle.unfence();
  await clock.advance(100);
  let done = false;
  lifecycle.controlledShutdown().then(() => done = true);
  await clock.advance(100);
  const wishes = beats().filter(({ wantShutDown }) => wantShutDown);
  assertEquals([wishes.length, done], [3, false]);
  controller.answers.set("BrokerHeartbeat", [{
    ...unfenced,
    isFenced: true,
    shouldShutDown: true,
  }]);
  await clock.advance(50);
  assertEquals(done, true);
  lifecycle.stop();
  const count = beats().length;
  await clock.advance(100_000);
  assertEquals(beats().length, count);
});

Deno.test("BrokerLifecycle leaves without the controller's word after five minutes, and at once if it never registered", async () => {
  const { lifecycle, controller, clock } = broker();
  await lifecycle.controlledShutdown();
  await lifecycle.register();
  controller.answers.set("BrokerHeartbeat", [unfenced]);
  let done = false;
  lifecycle.controlledShutdown().then(() => done = true);
  await clock.advance(299_999);
  assertEquals(done, false);
  await clock.advance(1);
  assertEquals(done, true);
  lifecycle.stop();
});

Deno.test("BrokerLifecycle leaves when no controller has answered for five seconds: all are stopped together", async () => {
  const { lifecycle, controller, clock, warnings } = broker();
  await lifecycle.register();
  controller.answers.set("BrokerHeartbeat", [unfenced]);
  let done = false;
  lifecycle.controlledShutdown().then(() => done = true);
  await clock.advance(20_000);
  assertEquals(done, false);
  controller.answers.set("BrokerHeartbeat", [new ApiError(Errors.REQUEST_TIMED_OUT)]);
  await clock.advance(4_900);
  assertEquals(done, false);
  await clock.advance(100);
  assertEquals(done, true);
  assertEquals(warnings.at(-1), "Broker 1 stops without its controller, which does not answer");
  lifecycle.stop();
});

Deno.test("BrokerLifecycle: a heartbeat on its way does not hold up a new wish", async () => {
  const { lifecycle, controller, clock, beats } = broker();
  controller.answers.set("BrokerHeartbeat", () => caughtUp);
  await lifecycle.register();
  lifecycle.unfence();
  await clock.advance(0);
  assertEquals(beats().map(({ wantFence }) => wantFence), [true, false]);
  lifecycle.stop();
});

Deno.test("BrokerLifecycle tells at once of log directories that failed, and goes on telling", async () => {
  const { lifecycle, controller, clock, beats } = broker();
  await lifecycle.register();
  controller.answers.set("BrokerHeartbeat", [unfenced]);
  lifecycle.unfence();
  await clock.advance(100);
  const before = beats().length;
  lifecycle.logDirsFailed(["a"]);
  await clock.advance(0);
  await clock.advance(2_000);
  const after = beats().slice(before).map(({ offlineLogDirs }) => offlineLogDirs);
  assertEquals([beats()[before - 1].offlineLogDirs, after], [[], [["a"], ["a"]]]);
  lifecycle.stop();
});
