/** Cooperative rebalancing (KIP-429): partitions are given up in one rebalance and handed out in the next. */
import { assertEquals } from "@std/assert";
import { Errors } from "../../../protocol/errors.ts";
import { GroupHarness, text } from "./group_harness.ts";

/** Metadata as a cooperative member sends it: what it owns. */
const owning = (partitions: string) => ({
  protocols: [["cooperative-sticky", partitions]] as const,
});

Deno.test("A cooperative group takes a member in with two rebalances, and keeps consuming between them", async () => {
  const it = new GroupHarness();
  const first = await it.join("", owning(""));
  await it.clock.advance(3_000);
  const a = first.answer!.memberId;
  const alone = await it.sync(a, 1, { [a]: "0,1,2,3" });
  assertEquals(text(alone.answer!.assignment), "0,1,2,3");

  // B comes. A goes on heartbeating (and consuming) until it joins again with what it owns.
  const joined = await it.join("", owning(""));
  assertEquals(it.heartbeat(a, 1), Errors.REBALANCE_IN_PROGRESS);
  const back = await it.join(a, owning("0,1,2,3"));
  const b = joined.answer!.memberId;
  assertEquals([back.answer!.generationId, joined.answer!.generationId], [2, 2]);
  assertEquals(back.answer!.members.map(({ metadata }) => text(metadata)), ["0,1,2,3", ""]);

  // The leader takes 2 and 3 away from A, and gives nothing to B yet.
  const waits = await it.sync(b, 2);
  const keeps = await it.sync(a, 2, { [a]: "0,1", [b]: "" });
  assertEquals([text(keeps.answer!.assignment), text(waits.answer!.assignment)], ["0,1", ""]);
  assertEquals(it.group.state, "Stable");

  // A has given up 2 and 3 and joins again at once, with changed metadata; B follows.
  const second = await it.join(a, owning("0,1"));
  assertEquals([second.answer, it.group.state], [null, "PreparingRebalance"]);
  assertEquals(it.heartbeat(b, 2), Errors.REBALANCE_IN_PROGRESS);
  const follows = await it.join(b, owning(""));
  assertEquals([second.answer!.generationId, follows.answer!.generationId], [3, 3]);
  const gets = await it.sync(b, 3);
  await it.sync(a, 3, { [a]: "0,1", [b]: "2,3" });
  assertEquals(text(gets.answer!.assignment), "2,3");
  assertEquals([it.heartbeat(a, 3), it.heartbeat(b, 3)], [Errors.NONE, Errors.NONE]);
});

Deno.test("A rolling upgrade to another protocol: the old one is used until every member has the new one", async () => {
  const it = new GroupHarness();
  const [a, b] = await it.stable(2, { protocols: ["range"] });
  const both = { protocols: ["cooperative-sticky", "range"] };
  const first = await it.join(a, both);
  await it.join(b, { protocols: ["range"] });
  assertEquals(first.answer!.protocolName, "range");
  await it.syncAll([a, b]);
  const second = await it.join(b, both);
  await it.join(a, both);
  assertEquals([second.answer!.protocolName, second.answer!.generationId], [
    "cooperative-sticky",
    3,
  ]);
});
