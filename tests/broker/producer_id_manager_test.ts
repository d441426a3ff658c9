/** Producer ids come from blocks of the controller. */
import { assertEquals, assertRejects } from "@std/assert";
import { ProducerIdManager } from "../../broker/producer_id_manager.ts";
import { ApiError, Errors } from "../../protocol/errors.ts";
import { settle } from "../coordinator/virtual_clock.ts";
import { FakeController } from "./fake_controller.ts";

function manager(length = 10) {
  const controller = new FakeController();
  let start = 0n;
  controller.answers.set("AllocateProducerIds", () => {
    const answer = { producerIdStart: start, producerIdLen: length };
    start += BigInt(length);
    return answer;
  });
  const ids = new ProducerIdManager(controller, { id: 1, epoch: () => 5n });
  return { ids, controller, blocks: () => controller.of("AllocateProducerIds").length };
}

Deno.test("ProducerIdManager hands out the ids of a block, in order, and asks with the broker's epoch", async () => {
  const { ids, controller, blocks } = manager();
  assertEquals([await ids.next(), await ids.next(), blocks()], [0n, 1n, 1]);
  assertEquals(controller.of("AllocateProducerIds")[0], { brokerId: 1, brokerEpoch: 5n });
});

Deno.test("ProducerIdManager fetches the next block when one is nearly used up", async () => {
  const { ids, blocks } = manager();
  for (let i = 0; i < 9; i++) await ids.next();
  assertEquals(blocks(), 1);
  assertEquals(await ids.next(), 9n);
  await settle();
  assertEquals(blocks(), 2);
  assertEquals([await ids.next(), blocks()], [10n, 2]);
});

Deno.test("ProducerIdManager gives everybody an id of his own while the first block is on its way", async () => {
  const { ids, blocks } = manager();
  const given = await Promise.all(Array.from({ length: 8 }, () => ids.next()));
  assertEquals([new Set(given).size, blocks()], [8, 1]);
});

Deno.test("ProducerIdManager answers COORDINATOR_LOAD_IN_PROGRESS while there is no block, and recovers", async () => {
  const { ids, controller } = manager();
  const good = controller.answers.get("AllocateProducerIds")!;
  const { COORDINATOR_LOAD_IN_PROGRESS } = Errors;
  for (
    const answer of [
      { errorCode: Errors.STALE_BROKER_EPOCH },
      new ApiError(Errors.REQUEST_TIMED_OUT),
    ]
  ) {
    controller.answers.set("AllocateProducerIds", [answer]);
    const error = await assertRejects(() => ids.next(), ApiError);
    assertEquals(error.code, COORDINATOR_LOAD_IN_PROGRESS);
  }
  controller.answers.set("AllocateProducerIds", good);
  assertEquals(await ids.next(), 0n);
});

Deno.test("ProducerIdManager never gives an id twice, over many blocks", async () => {
  const { ids } = manager(3);
  const given: bigint[] = [];
  for (let i = 0; i < 100; i++) given.push(await ids.next());
  assertEquals(new Set(given).size, 100);
});
