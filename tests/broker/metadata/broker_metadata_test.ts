/** Clients see a change of the metadata when the broker has acted on it. */
import { assertEquals } from "@std/assert";
import { BrokerMetadata, type ChangeAction } from "../../../broker/metadata/broker_metadata.ts";
import { settle, VirtualClock } from "../../coordinator/virtual_clock.ts";
import { brokerOf, idOf, ManualFeed, topicOf } from "../images.ts";

function scene(...actions: ChangeAction[]) {
  const clock = new VirtualClock();
  const errors: unknown[] = [];
  const metadata = new BrokerMetadata(clock, actions, (error) => errors.push(error));
  const feed = new ManualFeed();
  metadata.follow(feed);
  return { clock, errors, metadata, feed, names: () => [...metadata.image.topics.byName.keys()] };
}

Deno.test("BrokerMetadata shows a change after all actions, in order, and the next one after it", async () => {
  const steps: string[] = [];
  let finish = () => {};
  const slow = () => new Promise<void>((resolve) => finish = resolve);
  const it = scene(() => void steps.push("first"), slow, () => void steps.push("last"));
  it.feed.publish({ topics: [topicOf("a", idOf(1), {})] });
  it.feed.publish({ topics: [topicOf("b", idOf(2), {})] });
  await settle();
  assertEquals([steps, it.names()], [["first"], []]);
  finish();
  await settle();
  assertEquals([steps, it.names()], [["first", "last", "first"], ["a"]]);
  finish();
  await it.metadata.stop();
  assertEquals(it.names(), ["b"]);
});

Deno.test("BrokerMetadata goes on after an action that fails", async () => {
  const it = scene(
    () => {
      throw new Error("one");
    },
    () => Promise.reject(new Error("two")),
  );
  it.feed.publish({ topics: [topicOf("a", idOf(1), {})] });
  await it.metadata.stop();
  assertEquals([it.errors.length, it.names()], [2, ["a"]]);
});

Deno.test("BrokerMetadata follows no further once it is stopped", async () => {
  const it = scene();
  await it.metadata.stop();
  it.feed.publish({ topics: [topicOf("a", idOf(1), {})] });
  await settle();
  assertEquals(it.names(), []);
});

Deno.test("BrokerMetadata.until waits for a condition, for so long", async () => {
  const it = scene();
  const hasTopic = () => it.metadata.image.topics.byName.has("a");
  const early = it.metadata.until(hasTopic, 1_000);
  const late = it.metadata.until(({ brokers }) => brokers.size > 0, 1_000);
  it.feed.publish({ topics: [topicOf("a", idOf(1), {})] });
  assertEquals(await early, true);
  assertEquals(await it.metadata.until(hasTopic, 0), true);
  await it.clock.advance(1_000);
  assertEquals(await late, false);
});

Deno.test("BrokerMetadata.endpointsOf finds the brokers that are named and alive", async () => {
  const it = scene();
  it.feed.publish({ brokers: [brokerOf(1), brokerOf(2, { fenced: true }), brokerOf(3)] });
  await settle();
  assertEquals(it.metadata.endpointsOf([1, 2, 9], "PLAINTEXT").map(({ nodeId }) => nodeId), [1]);
});
