import { assertEquals, assertRejects } from "@std/assert";
import { Apis } from "../../protocol/apis.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { Harness, registration } from "./harness.ts";
import { settle } from "./virtual_clock.ts";

Deno.test("InProcessControllerChannel waits for this node to become active, then answers", async () => {
  const it = new Harness();
  const { channel } = it.coordinator;
  const answer = channel.send(Apis.BrokerRegistration, registration(1), 10_000);
  await it.clock.advance(3000);
  assertEquals(it.image.brokers.size, 0);
  await it.lead();
  await it.clock.advance(100);
  const { errorCode, brokerEpoch } = await answer;
  assertEquals(errorCode, 0);
  assertEquals(it.image.brokers.get(1)!.epoch, brokerEpoch);
});

Deno.test("InProcessControllerChannel gives up with REQUEST_TIMED_OUT", async () => {
  const it = new Harness();
  const answer = assertRejects(
    () => it.coordinator.channel.send(Apis.BrokerRegistration, registration(1), 1000),
    ApiError,
  );
  await it.clock.advance(1500);
  assertEquals((await answer).code, Errors.REQUEST_TIMED_OUT);

  await it.lead();
  it.log.autoCommit = false;
  const uncommitted = assertRejects(
    () => it.coordinator.channel.send(Apis.BrokerRegistration, registration(1), 1000),
    ApiError,
  );
  await it.clock.advance(1500);
  assertEquals((await uncommitted).code, Errors.REQUEST_TIMED_OUT);
});

Deno.test("InProcessControllerChannel tries again when leadership is lost before the commit", async () => {
  const it = await new Harness().lead();
  it.log.autoCommit = false;
  const answer = it.coordinator.channel.send(Apis.BrokerRegistration, registration(1), 10_000);
  await settle();
  it.log.lead(2);
  await it.clock.advance(200);
  it.log.autoCommit = true;
  await it.lead();
  await it.clock.advance(100);
  assertEquals((await answer).errorCode, 0);
  assertEquals(it.image.brokers.size, 1);
});

Deno.test("InProcessControllerChannel answers as soon as this node is active, without a pause between attempts", async () => {
  const it = new Harness();
  const answer = it.coordinator.channel.send(Apis.BrokerRegistration, registration(1), 10_000);
  await it.lead();
  await settle();
  assertEquals((await answer).errorCode, 0);
  assertEquals(it.clock.monotonic(), 0);
});
